package tutti.session.domain;

import tutti.protocol.ErrorCode;
import tutti.protocol.event.SessionFailed;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;

/** A session ends because of one signer, which is named and proven. */
final class Failing {
  private Failing() {}

  static Session failed(Session session, Fault fault, long now) {
    String message = explain(fault.code());
    int culprit = fault.signerIndex();
    SessionFailure failure = new SessionFailure(fault.code(), message, culprit, null, null);
    return ended(session, SessionPhase.FAILED, Ending.failed(now, failure, fault))
        .with(Work.RECORD_OUTCOME, now)
        .with(
            new SessionFailed(session.charter().sessionId(), fault.code(), message, culprit), now);
  }

  /** The session in its last phase; whatever it still waited for is dropped. */
  static Session ended(Session session, SessionPhase phase, Ending ending) {
    return session.with(Stage.of(phase, session.stage().deadline())).with(ending).with(Chores.NONE);
  }

  static String explain(ErrorCode code) {
    return switch (code) {
      case EQUIVOCATION -> "said two different things in one place";
      case COMMITMENT_MISMATCH -> "shared a nonce that does not open its commitment";
      case INVALID_PARTIAL_SIGNATURE -> "shared a partial signature that does not verify";
      default -> throw new IllegalArgumentException("not a fault: " + code);
    };
  }
}
