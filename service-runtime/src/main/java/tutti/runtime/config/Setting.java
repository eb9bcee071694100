package tutti.runtime.config;

import java.util.Locale;

/**
 * A setting that there is.
 *
 * @param name as in files and flags: {@code cluster-port}
 * @param defaultText the default, as one would write it
 */
public record Setting<T>(String name, String defaultText, Kind<T> kind, String description) {

  /** The environment variable that sets it: {@code TUTTI_CLUSTER_PORT}. */
  public String environmentName() {
    return Settings.ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  T read(String text, String source) {
    try {
      return kind.reader().apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidSettingException(name, source, String.valueOf(e.getMessage()));
    }
  }
}
