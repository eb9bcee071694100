package tutti.cli.option;

/** A command that has settings as options. */
public interface Configured {
  SettingOptions settingOptions();
}
