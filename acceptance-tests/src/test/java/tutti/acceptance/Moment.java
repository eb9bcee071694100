package tutti.acceptance;

import tutti.protocol.SignedOperation;
import tutti.protocol.session.SessionApi;

/** When in a session a signer's process dies. */
enum Moment {
  NEVER("", false),
  BEFORE_COMMITMENT(SessionApi.COMMIT_NONCE, false),
  AFTER_COMMITMENT(SessionApi.COMMIT_NONCE, true),
  AFTER_NONCE(SessionApi.SHARE_NONCE, true),
  AFTER_SIGNATURE(SessionApi.SHARE_PARTIAL_SIGNATURE, true);

  private final String address;
  private final boolean answered;

  Moment(SignedOperation<?, ?> operation, boolean answered) {
    this(operation.operation().address(), answered);
  }

  Moment(String address, boolean answered) {
    this.address = address;
    this.answered = answered;
  }

  /** Whether it is when this is said, or when it has been acknowledged. */
  boolean isNear(String said) {
    return address.equals(said);
  }

  /** Whether what is said at this moment is still acknowledged. */
  boolean isAfterAnswer() {
    return answered;
  }
}
