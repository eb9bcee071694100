package tutti.session.domain;

import java.util.List;
import java.util.Set;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionClosed;
import tutti.protocol.json.Wire;
import tutti.protocol.session.Close;
import tutti.protocol.session.SessionApi;
import tutti.runtime.machine.Step;

/** A session is removed: when every participant has closed it, or when its retention is over. */
final class Closing {
  private Closing() {}

  static Step<Session, Outcome> close(Session session, Envelope envelope, long now) {
    Close close = SessionApi.CLOSE.bodyOf(envelope);
    int signer = close.signerIndex();
    Speaker.require(session, envelope, close.sessionId(), signer);
    Ending ending = session.ending();
    if (ending == null) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "the session has not ended");
    }
    if (ending.closedBy().contains(signer)) {
      return new Step<>(session, Outcome.answering(Reading.reply(session, true)));
    }
    Session counted = Speaker.counted(session, signer, envelope, now);
    Session closed = counted.with(ending.closedBy(signer));
    return isClosedByAll(closed)
        ? removed(closed, now)
        : new Step<>(closed, Outcome.of(session, closed, Reading.reply(closed, false)));
  }

  /** The end of the document. Its last event goes with it, so that one is a hint only. */
  static Step<Session, Outcome> removed(Session session, long now) {
    Charter charter = session.charter();
    Event closed =
        Event.of(
            charter.sessionId().hex(),
            session.outbox().last() + 1,
            now,
            new SessionClosed(charter.sessionId()));
    return new Step<>(
        null,
        new Outcome(
            Wire.tree(Reading.reply(session, false)),
            null,
            List.of(closed),
            charter.keys(),
            Set.of()));
  }

  /** Nobody needs it, and nothing about it is still to be done. */
  static boolean isClosedByAll(Session session) {
    Ending ending = session.ending();
    return ending != null
        && ending.closedBy().size() == session.charter().signers()
        && !ending.awaitsBroadcast()
        && session.chores().pending().isEmpty();
  }
}
