package tutti.runtime.config;

/** Who may read sessions at a gateway. */
public enum SessionReads {
  /** Whoever knows their ids. */
  PUBLIC,
  /** Their signers, who prove it, and API keys with the scope for it. */
  PARTICIPANTS
}
