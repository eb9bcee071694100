package tutti.agent.session;

/** The rounds of a session, by what a signer gives in them. */
public enum Round {
  NONCE_COMMITMENT,
  NONCE,
  PARTIAL_SIGNATURE
}
