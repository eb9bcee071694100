package tutti.protocol;

/**
 * Why something was refused: the closed list. Numbers travel as the event bus failure code and are
 * part of the contract: add new ones, never reuse one. The status is what HTTP answers.
 */
public enum ErrorCode {
  MALFORMED(1000, 400, false),
  TOO_LARGE(1001, 413, false),
  INVALID_KEY(1002, 422, false),
  INVALID_SIGNATURE(1003, 422, false),
  CLOCK_SKEW(1004, 422, false),
  EXPIRED(1005, 410, false),
  RATE_LIMITED(1006, 429, true),
  BANNED(1007, 403, false),
  NOT_AUTHENTICATED(1008, 401, false),
  NOT_ALLOWED(1009, 403, false),
  NOT_A_PARTICIPANT(2000, 403, false),
  NOT_FOUND(2001, 404, false),
  ALREADY_EXISTS(2002, 409, false),
  CONFLICT(2003, 409, false),
  EQUIVOCATION(2004, 409, false),
  WRONG_PHASE(2005, 409, false),
  REPLAY(2006, 409, false),
  SEQUENCE_GAP(2007, 409, false),
  COMMITMENT_MISMATCH(3000, 422, false),
  INVALID_NONCE(3001, 422, false),
  INVALID_PARTIAL_SIGNATURE(3002, 422, false),
  NONCE_LOST(3003, 409, false),
  REFUSED_BY_POLICY(4000, 412, false),
  TIMEOUT(5000, 504, true),
  UNAVAILABLE(5001, 503, true),
  NO_QUORUM(5002, 503, true),
  OVERLOADED(5003, 503, true),
  INTERNAL(9000, 500, false);

  private final int number;
  private final int status;
  private final boolean retryable;

  ErrorCode(int number, int status, boolean retryable) {
    this.number = number;
    this.status = status;
    this.retryable = retryable;
  }

  /** The stable number of this code on the event bus. */
  public int number() {
    return number;
  }

  /** The HTTP status that carries this code. */
  public int status() {
    return status;
  }

  /** Whether the very same message may succeed later. */
  public boolean retryable() {
    return retryable;
  }
}
