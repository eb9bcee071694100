package tutti.session.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.event.CoordinatorFailed;
import tutti.protocol.event.FailoverExhausted;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.session.ConfirmBroadcast;
import tutti.protocol.session.ReportBroadcastFailure;
import tutti.protocol.session.SessionApi;
import tutti.runtime.machine.Step;

/** The elected coordinator brings the result out; if it does not, the next one is asked. */
final class Broadcasting {
  private Broadcasting() {}

  static Step<Session, Outcome> confirm(Session session, Envelope envelope, long now) {
    ConfirmBroadcast said = SessionApi.CONFIRM_BROADCAST.bodyOf(envelope);
    int signer = said.signerIndex();
    Speaker.require(session, envelope, said.sessionId(), signer);
    Ending ending = complete(session);
    Broadcast broadcast = asked(ending);
    if (broadcast.confirmedBy(signer)) {
      return new Step<>(session, Outcome.answering(Reading.reply(session, true)));
    }
    requireCurrent(broadcast, signer);
    Session confirmed =
        Speaker.counted(session, signer, envelope, now)
            .with(ending.withBroadcast(broadcast.confirmed(said.reference()), now))
            .with(new BroadcastConfirmed(said.sessionId(), signer, said.reference()), now);
    return new Step<>(confirmed, Outcome.of(session, confirmed, Reading.reply(confirmed, false)));
  }

  static Step<Session, Outcome> reportFailure(Session session, Envelope envelope, long now) {
    ReportBroadcastFailure said = SessionApi.REPORT_BROADCAST_FAILURE.bodyOf(envelope);
    int signer = said.signerIndex();
    Speaker.require(session, envelope, said.sessionId(), signer);
    Broadcast broadcast = asked(complete(session));
    if (broadcast.failed().contains(signer)) {
      return new Step<>(session, Outcome.answering(Reading.reply(session, true)));
    }
    requireCurrent(broadcast, signer);
    Session counted = Speaker.counted(session, signer, envelope, now);
    Session next = takenOver(counted, broadcast, said.reason(), now);
    return new Step<>(next, Outcome.of(session, next, Reading.reply(next, false)));
  }

  /** The current coordinator has failed: the next one in the priority list is asked, if any. */
  static Session takenOver(
      Session session, Broadcast broadcast, @Nullable String reason, long now) {
    Charter charter = session.charter();
    List<Integer> order = charter.election().priorityList();
    int position = order.indexOf(broadcast.coordinator());
    Integer next = position + 1 < order.size() ? order.get(position + 1) : null;
    long deadline = now + charter.rules().broadcastTimeout();
    Broadcast handed = broadcast.handedTo(next, deadline);
    Session changed =
        session
            .with(complete(session).withBroadcast(handed, now))
            .with(
                new CoordinatorFailed(charter.sessionId(), broadcast.coordinator(), next, reason),
                now);
    return next == null
        ? changed.with(new FailoverExhausted(charter.sessionId(), handed.failed()), now)
        : changed.with(new ShouldBroadcast(charter.sessionId(), next, deadline), now);
  }

  private static Ending complete(Session session) {
    Ending ending = session.ending();
    if (ending == null) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "the session is not complete");
    }
    return ending;
  }

  private static Broadcast asked(Ending ending) {
    Broadcast broadcast = ending.broadcast();
    if (broadcast == null) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "nobody was asked to broadcast");
    }
    return broadcast;
  }

  private static void requireCurrent(Broadcast broadcast, int signer) {
    if (!broadcast.awaiting()) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "the broadcast is over: " + broadcast.state());
    }
    if (broadcast.coordinator() != signer) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT,
          "body.signerIndex",
          "signer %d is the coordinator now".formatted(broadcast.coordinator()));
    }
  }
}
