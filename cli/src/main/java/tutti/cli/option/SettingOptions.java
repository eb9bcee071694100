package tutti.cli.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import tutti.runtime.config.InvalidSettingException;
import tutti.runtime.config.Setting;
import tutti.runtime.config.Settings;

/** Settings as options of a command, made from the one table of settings. */
public final class SettingOptions {
  /** Variables that mean something to the launcher or to a command, but are no settings. */
  private static final Set<String> NO_SETTINGS =
      Set.of(
          "TUTTI_NO_BUILD",
          "TUTTI_JAVA_OPTS",
          "TUTTI_PASSPHRASE",
          "TUTTI_POSTGRES_BIN",
          ChainOptions.PASSWORD);

  private static final List<Setting<?>> OF_A_SIGNER =
      List.of(
          Settings.CLUSTER_NAME,
          Settings.CLUSTER_HOST,
          Settings.CLUSTER_PORT,
          Settings.CLUSTER_MEMBERS,
          Settings.EVENT_BUS_HOST,
          Settings.EVENT_BUS_PORT,
          Settings.CRYPTO_ENGINE);

  private final List<Setting<?>> settings;
  private final Map<String, String> defaults;
  private final Map<String, String> flags = new HashMap<>();

  private SettingOptions(List<Setting<?>> settings, Map<String, String> defaults) {
    this.settings = settings;
    this.defaults = defaults;
  }

  /**
   * All settings that there are.
   *
   * @param defaults what help says of the defaults that depend on the command
   */
  public static SettingOptions all(Map<String, String> defaults) {
    return new SettingOptions(Settings.table(), defaults);
  }

  /**
   * Those that concern a signer, most of all where the cluster is; files and environment may set
   * the others.
   */
  public static SettingOptions ofSigner() {
    return new SettingOptions(OF_A_SIGNER, Map.of());
  }

  /** Makes the options part of a command. */
  public void addTo(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .validate(false)
            .heading(
                "%nSettings. A flag wins over the environment (TUTTI_CLUSTER_PORT=...), that over"
                    + " the file, that over the default.%n");
    List<OptionSpec> options = new ArrayList<>();
    options.add(option("config-file", "FILE", "YAML file of settings, 'name: value'"));
    for (Setting<?> setting : settings) {
      String otherwise = defaults.getOrDefault(setting.name(), setting.defaultText());
      String description = "%s (%s)".formatted(setting.description(), otherwise);
      OptionSpec option = option(setting.name(), setting.kind().label(), description);
      // An option that nobody knew would be repeated in the message, with the secret.
      options.add(setting.kind().isSecret() ? option.toBuilder().hidden(true).build() : option);
    }
    options.forEach(group::addArg);
    command.addArgGroup(group.build());
  }

  /**
   * The values in force.
   *
   * @param defaults of the command itself, where nobody says otherwise
   * @throws tutti.runtime.config.InvalidSettingException for a value that a setting cannot have
   */
  public Settings load(Map<String, String> environment, Map<String, String> defaults) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeAll(NO_SETTINGS);
    settings.stream().filter(setting -> setting.kind().isSecret()).forEach(this::requireNoFlag);
    return Settings.load(flags, variables, defaults);
  }

  private void requireNoFlag(Setting<?> secret) {
    if (flags.containsKey(secret.name())) {
      throw new InvalidSettingException(
          secret.name(),
          "flag --" + secret.name(),
          "whoever lists the processes would see it; set %s, or name it in a file"
              .formatted(secret.environmentName()));
    }
  }

  private OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder("--" + name)
        .paramLabel(label)
        .type(String.class)
        .description(description.replace("%", "%%"))
        .setter(value(name))
        .build();
  }

  private picocli.CommandLine.Model.ISetter value(String name) {
    return new picocli.CommandLine.Model.ISetter() {
      @Override
      @SuppressWarnings("TypeParameterUnusedInFormals") // as picocli declares it
      public <T> T set(@Nullable T value) {
        String before = value == null ? flags.remove(name) : flags.put(name, value.toString());
        return cast(before);
      }
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
  private static <T> T cast(@Nullable String before) {
    return (T) before;
  }
}
