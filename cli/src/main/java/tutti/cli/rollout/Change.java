package tutti.cli.rollout;

import java.util.Locale;

/** What happens to pods while signers are at work. */
public enum Change {
  /** Each service is restarted, as {@code kubectl rollout restart} does. */
  RESTART,
  /** Pods are added and taken away: session 3, 5, 2, 3 and crypto 1, 4, 1. */
  SCALE,
  /** A process of each service ends without a word, and its pod with it. */
  KILL,
  /** The host of a data member is gone, so that nobody is told by anything but silence. */
  VANISH,
  /** All pods are told to stop at the same time. */
  STOP;

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
