package tutti.session.domain;

import java.util.List;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.ParticipantUnreachable;
import tutti.protocol.event.SessionExpired;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.machine.Step;

/** Time passes: what is late ends, what was left undone is handed out again. */
final class Ticking {
  private Ticking() {}

  static Step<Session, Outcome> tick(Session session, long now) {
    if (Closing.isClosedByAll(session) || isOverRetention(session, now)) {
      return Closing.removed(session, now);
    }
    Session current = overdue(session, now);
    boolean chores = current.chores().dueAt() <= now || current != session;
    boolean events = current.outbox().dueAt() <= now || current != session;
    if (!chores && !events) {
      return new Step<>(session, Outcome.NOTHING);
    }
    Session handedOut =
        current.with(current.chores().takenUp(now)).with(current.outbox().handedOut(now));
    return new Step<>(handedOut, Outcome.of(handedOut, Reading.reply(handedOut, false)));
  }

  static Step<Session, Outcome> unreachable(Session session, List<Integer> signers, long now) {
    Session told = session;
    for (int signer : signers) {
      if (!session.phase().ended() && !told.stage().unreachable().contains(signer)) {
        told =
            told.with(told.stage().withUnreachable(signer))
                .with(
                    new ParticipantUnreachable(
                        session.charter().sessionId(), signer, session.phase()),
                    now);
      }
    }
    return told == session
        ? new Step<>(session, Outcome.NOTHING)
        : new Step<>(told, Outcome.of(told, Reading.reply(told, false)));
  }

  private static boolean isOverRetention(Session session, long now) {
    Ending ending = session.ending();
    return ending != null
        && !ending.awaitsBroadcast()
        && now >= ending.at() + session.charter().rules().retention();
  }

  private static Session overdue(Session session, long now) {
    Ending ending = session.ending();
    if (ending == null) {
      return now >= session.stage().deadline() ? expired(session, now) : session;
    }
    Broadcast broadcast = ending.broadcast();
    if (broadcast == null || !broadcast.awaiting() || now < broadcast.deadline()) {
      return session;
    }
    return Broadcasting.takenOver(session, broadcast, "no confirmation in time", now);
  }

  private static Session expired(Session session, long now) {
    SessionPhase phase = session.phase();
    List<Integer> missing = session.awaiting();
    String message = "%s ran past its deadline".formatted(phase);
    SessionFailure failure = new SessionFailure(ErrorCode.TIMEOUT, message, null, null, missing);
    return Failing.ended(session, SessionPhase.EXPIRED, Ending.failed(now, failure, null))
        .with(new SessionExpired(session.charter().sessionId(), phase, missing), now);
  }
}
