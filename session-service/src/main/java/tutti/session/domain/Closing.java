package tutti.session.domain;

import java.util.List;
import java.util.Map;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionClosed;
import tutti.protocol.json.Carried;
import tutti.protocol.session.Close;
import tutti.protocol.session.SessionApi;
import tutti.runtime.machine.Step;

/**
 * A session is removed: when every participant has closed it, or when its retention is over. One
 * that all have closed lingers for a while, so that a late repetition of what opened it finds it,
 * and does not open it again.
 */
final class Closing {
  /** Longer than anyone repeats a request. */
  static final long LINGER_MILLIS = 60_000;

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
    return new Step<>(closed, Outcome.of(session, closed, Reading.reply(closed, false)));
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
            new Carried(Reading.reply(session, false)),
            null,
            List.of(closed),
            charter.keys(),
            Map.of()));
  }

  /**
   * When the document may go. Once all have closed it, that is soon, if the signers' records know
   * of it; they are waited for until the retention is over.
   */
  static long removableAt(Session session, Ending ending) {
    long retention = session.charter().rules().retention();
    boolean closedByAll = ending.closedBy().size() == session.charter().signers();
    boolean recorded = !session.chores().pending().contains(Work.RECORD_OUTCOME);
    return ending.at() + (closedByAll && recorded ? Math.min(LINGER_MILLIS, retention) : retention);
  }

  /** An accepted retry is carried out first, whatever the retention says. */
  static boolean isRemovable(Session session, long now) {
    Ending ending = session.ending();
    return ending != null
        && !ending.awaitsBroadcast()
        && !session.chores().pending().contains(Work.OPEN_NEXT)
        && now >= removableAt(session, ending);
  }
}
