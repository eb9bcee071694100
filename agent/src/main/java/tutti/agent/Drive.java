package tutti.agent;

/** Who starts the rounds of a session. */
public enum Drive {
  /** The agent, as soon as each may start. */
  AUTOMATIC,
  /** The application, by {@code startNonceCommitment}, {@code startRound1}, {@code startRound2}. */
  MANUAL
}
