package tutti.agent.session;

import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** This signer cannot go on with the session, though nobody lied. */
final class StopException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String reason;

  StopException(ErrorCode code, String reason) {
    super(reason, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static StopException nonceLost() {
    return new StopException(
        ErrorCode.NONCE_LOST, "this signer no longer holds its nonce of this session");
  }

  /** Something that this signer must not go on with. */
  static StopException of(Refusal refusal) {
    String field = refusal.field() == null ? "" : refusal.field() + ": ";
    return new StopException(refusal.code(), field + refusal.getMessage());
  }

  ErrorCode code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
