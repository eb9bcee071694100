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
    if (Closing.isRemovable(session, now)) {
      return Closing.removed(session, now);
    }
    if (isLate(session, now)) {
      return handOut(late(session, now), now);
    }
    boolean due = session.choresDueAt() <= now || session.outbox().dueAt() <= now;
    return due ? handOut(session, now) : new Step<>(session, Outcome.NOTHING);
  }

  /** Everything that is left to do goes out once more, and has a grace time again. */
  private static Step<Session, Outcome> handOut(Session session, long now) {
    Session handedOut =
        session.with(session.chores().takenUp(now)).with(session.outbox().handedOut(now));
    return new Step<>(handedOut, Outcome.handingOut(handedOut));
  }

  static Step<Session, Outcome> unreachable(Session session, List<Integer> signers, long now) {
    List<Integer> news =
        signers.stream().filter(signer -> isNews(session, signer)).distinct().toList();
    if (news.isEmpty()) {
      return new Step<>(session, Outcome.NOTHING);
    }
    Session told = session;
    for (int signer : news) {
      told =
          told.with(told.stage().withUnreachable(signer))
              .with(
                  new ParticipantUnreachable(
                      session.charter().sessionId(), signer, session.phase()),
                  now);
    }
    return new Step<>(told, Outcome.of(session, told, Reading.reply(told, false)));
  }

  private static boolean isNews(Session session, int signer) {
    return !session.phase().ended() && !session.stage().unreachable().contains(signer);
  }

  private static boolean isLate(Session session, long now) {
    Ending ending = session.ending();
    if (ending == null) {
      return now >= session.stage().deadline();
    }
    Broadcast broadcast = ending.broadcast();
    return broadcast != null && broadcast.awaiting() && now >= broadcast.deadline();
  }

  private static Session late(Session session, long now) {
    Ending ending = session.ending();
    Broadcast broadcast = ending == null ? null : ending.broadcast();
    return broadcast == null
        ? expired(session, now)
        : Broadcasting.takenOver(session, broadcast, "no confirmation in time", now);
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
