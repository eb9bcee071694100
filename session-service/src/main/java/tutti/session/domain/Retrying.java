package tutti.session.domain;

import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.event.SessionRetried;
import tutti.protocol.session.Retry;
import tutti.protocol.session.SessionApi;
import tutti.runtime.machine.Step;

/** A session that ended without a signature is tried again, with fresh nonces and a new id. */
final class Retrying {
  private Retrying() {}

  static Step<Session, Outcome> retry(Session session, Envelope envelope, long now) {
    Retry retry = SessionApi.RETRY.bodyOf(envelope);
    Speaker.require(session, envelope, retry.sessionId(), retry.signerIndex());
    Ending ending = session.ending();
    if (ending == null || !session.phase().retryable()) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "there is nothing to retry: " + session.phase());
    }
    requireNextAttempt(session, retry);
    if (ending.next() != null) {
      return new Step<>(session, Outcome.answering(Reading.replyFor(ending.next(), session, true)));
    }
    if (now >= session.charter().expiresAt()) {
      throw Refusal.of(ErrorCode.EXPIRED, "the request has expired");
    }
    Session counted = Speaker.counted(session, retry.signerIndex(), envelope, now);
    SessionId next = session.charter().next().sessionId();
    Session retried =
        counted
            .with(ending.withNext(next))
            .with(Work.OPEN_NEXT, now)
            .with(
                new SessionRetried(retry.sessionId(), next, retry.attempt(), retry.signerIndex()),
                now);
    return new Step<>(
        retried, Outcome.of(session, retried, Reading.replyFor(next, retried, false)));
  }

  private static void requireNextAttempt(Session session, Retry retry) {
    Charter charter = session.charter();
    int next = charter.attempt() + 1;
    if (retry.attempt() != next) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT, "body.attempt", "the next attempt is %d".formatted(next));
    }
    int allowed = charter.options().maxAttemptsOrDefault();
    if (next > allowed) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT, "body.attempt", "only %d attempts are allowed".formatted(allowed));
    }
  }
}
