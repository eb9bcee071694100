package tutti.cli.chaos;

import java.util.Locale;

/** What can happen to a process. */
public enum FaultKind {
  /** It ends at once, as with {@code kill -9}; another one starts after some seconds. */
  KILL,
  /** One process after the other is told to leave, and another one starts. */
  ROLLING;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
