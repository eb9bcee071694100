package tutti.protocol.session;

/** Where a session stands. The first three are rounds; the others are ends. */
public enum SessionPhase {
  NONCE_COMMITMENT,
  NONCE_EXCHANGE,
  PARTIAL_SIGNATURE_EXCHANGE,
  COMPLETE,
  FAILED,
  ABORTED,
  EXPIRED;

  public boolean ended() {
    return compareTo(COMPLETE) >= 0;
  }

  /** Ended without a signature, so that it may be tried again. */
  public boolean retryable() {
    return compareTo(COMPLETE) > 0;
  }
}
