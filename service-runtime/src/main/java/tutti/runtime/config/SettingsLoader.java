package tutti.runtime.config;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds a value for every setting: flag, environment, file, default, in this order. */
final class SettingsLoader {
  private static final String FILE = "config-file";

  /** What Kubernetes puts into every container for a service that is called tutti-something. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("TUTTI(_[A-Z0-9]+)*_(SERVICE_(HOST|PORT)|PORT_\\d+)(_[A-Z0-9_]+)?");

  /** A text and where it was found. */
  private record Found(String text, String source) {}

  private final Map<String, Found> found = new HashMap<>();

  private SettingsLoader() {}

  static Settings load(
      Map<String, String> flags, Map<String, String> environment, Map<String, String> defaults) {
    SettingsLoader loader = new SettingsLoader();
    defaults.forEach((name, text) -> loader.put(name, new Found(text, "default")));
    String fromFlag = flags.get(FILE);
    String file = fromFlag == null ? environment.get(variable(FILE)) : fromFlag;
    if (file != null) {
      loader.readFile(Path.of(file), fromFlag == null ? variable(FILE) : "flag --" + FILE);
    }
    loader.readEnvironment(environment);
    flags.forEach((name, text) -> loader.put(name, new Found(text, "flag --" + name)));
    return loader.settings();
  }

  private Settings settings() {
    Map<String, Object> values = new HashMap<>();
    for (Setting<?> setting : Settings.table()) {
      Found text = found.getOrDefault(setting.name(), new Found(setting.defaultText(), "default"));
      values.put(setting.name(), value(setting, text));
    }
    return new Settings(values);
  }

  private static <T> Object value(Setting<T> setting, Found found) {
    return Objects.requireNonNull(setting.read(found.text, found.source));
  }

  private void put(String name, Found value) {
    if (name.equals(FILE)) {
      return;
    }
    if (Settings.named(name).isEmpty()) {
      throw new InvalidSettingException(name, value.source, "there is no such setting");
    }
    found.put(name, value);
  }

  private void readEnvironment(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = settingName(variable.getKey());
      if (name != null) {
        put(name, new Found(variable.getValue(), "environment " + variable.getKey()));
      }
    }
  }

  private static @Nullable String settingName(String variable) {
    if (!variable.startsWith(Settings.ENVIRONMENT_PREFIX)
        || SERVICE_LINK.matcher(variable).matches()) {
      return null;
    }
    return variable
        .substring(Settings.ENVIRONMENT_PREFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  private static String variable(String name) {
    return Settings.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private void readFile(Path file, String source) {
    JsonNode root = parse(file, source);
    if (root.isMissingNode() || root.isNull()) {
      return;
    }
    if (!root.isObject()) {
      throw new InvalidSettingException(FILE, source, file + " is not a list of 'name: value'");
    }
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      put(entry.getKey(), new Found(text(entry.getKey(), entry.getValue(), file), "" + file));
    }
  }

  private static JsonNode parse(Path file, String source) {
    YAMLMapper mapper =
        YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try {
      return mapper.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidSettingException(FILE, source, "cannot read " + file + ": " + problem);
    }
  }

  private static String text(String name, JsonNode value, Path file) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(entry -> text(name, entry, file))
          .collect(Collectors.joining(","));
    }
    if (!value.isValueNode() || value.isNull()) {
      throw new InvalidSettingException(name, "" + file, "a single value or a list is expected");
    }
    return value.asText();
  }
}
