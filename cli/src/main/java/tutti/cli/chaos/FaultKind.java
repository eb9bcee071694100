package tutti.cli.chaos;

import java.util.Locale;

/** What can happen. */
public enum FaultKind {
  /** It ends at once, as with {@code kill -9}; another one starts after some seconds. */
  KILL(8),
  /** One process after the other is told to leave, and another one starts. */
  ROLLING(0),
  /** It does nothing for a while (SIGSTOP), without its knowing. */
  STOP(1),
  /** Messages are lost, repeated and late. */
  LOSS(1),
  /** A process that holds documents is cut off from all others (network namespaces; needs root). */
  PARTITION(1),
  /** Signers end in mid-session, and start again with their keys and nothing else. */
  SIGNER(1),
  /** Ten times as many requests as can be served. */
  OVERLOAD(0);

  private final int weight;

  FaultKind(int weight) {
    this.weight = weight;
  }

  /** How often it comes again, compared with others; 0 for what comes once. */
  int weight() {
    return weight;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
