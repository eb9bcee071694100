package tutti.session.domain;

import java.util.Objects;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.session.Abort;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.machine.Step;

/** A participant ends the session before it is complete. */
final class Aborting {
  private Aborting() {}

  static Step<Session, Outcome> abort(Session session, Envelope envelope, long now) {
    Abort abort = SessionApi.ABORT.bodyOf(envelope);
    Speaker.require(session, envelope, abort.sessionId(), abort.signerIndex());
    if (isRepeated(session, abort)) {
      return new Step<>(session, Outcome.answering(Reading.reply(session, true)));
    }
    if (session.phase().ended()) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "the session has ended: " + session.phase());
    }
    Session counted = Speaker.counted(session, abort.signerIndex(), envelope, now);
    Session aborted =
        Failing.ended(counted, SessionPhase.ABORTED, Ending.failed(now, failure(abort), null))
            .with(
                new SessionAborted(
                    abort.sessionId(), abort.signerIndex(), abort.code(), abort.reason()),
                now);
    return new Step<>(aborted, Outcome.of(session, aborted, Reading.reply(aborted, false)));
  }

  private static SessionFailure failure(Abort abort) {
    ErrorCode code = Objects.requireNonNullElse(abort.code(), ErrorCode.CONFLICT);
    String reason = Objects.requireNonNullElse(abort.reason(), "no reason given");
    return new SessionFailure(code, reason, null, abort.signerIndex(), null);
  }

  private static boolean isRepeated(Session session, Abort abort) {
    Ending ending = session.ending();
    return ending != null
        && ending.failure() != null
        && Objects.equals(ending.failure().abortedBy(), abort.signerIndex());
  }
}
