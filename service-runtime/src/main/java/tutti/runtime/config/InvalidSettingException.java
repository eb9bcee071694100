package tutti.runtime.config;

/** A setting that does not exist or cannot have that value. Names the setting and its source. */
public final class InvalidSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String setting;
  private final String source;

  public InvalidSettingException(String setting, String source, String problem) {
    super("%s (%s): %s".formatted(setting, source, problem));
    this.setting = setting;
    this.source = source;
  }

  public String setting() {
    return setting;
  }

  /** Where it was set: a file, an environment variable or a flag. */
  public String source() {
    return source;
  }
}
