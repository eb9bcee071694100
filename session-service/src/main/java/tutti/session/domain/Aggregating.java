package tutti.session.domain;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.machine.Step;

/**
 * What the crypto-service found. A result names what it was computed from, or can only be computed
 * from slots that no longer change; so it stays true whatever else arrived meanwhile.
 */
final class Aggregating {
  private Aggregating() {}

  static Step<Session, Outcome> nonces(Session session, Command.NoncesAggregated result) {
    if (!session.chores().pending().contains(Work.AGGREGATE_NONCES)
        || !Objects.equals(session.rounds().setHash(), result.noncesHash())) {
      return new Step<>(session, Outcome.NOTHING);
    }
    SessionId id = session.charter().sessionId();
    long deadline = result.now() + session.charter().rules().phaseTimeout();
    Session next =
        session
            .with(session.chores().without(Work.AGGREGATE_NONCES))
            .with(session.rounds().withAggnonces(result.aggnonces()))
            .with(Stage.of(SessionPhase.PARTIAL_SIGNATURE_EXCHANGE, deadline))
            .with(
                new NoncesComplete(id, result.noncesHash(), null, result.aggnonces(), deadline),
                result.now());
    return new Step<>(next, Outcome.of(session, next, Reading.reply(next, false)));
  }

  static Step<Session, Outcome> signatures(Session session, List<Signature> signatures, long now) {
    if (!session.chores().pending().contains(Work.AGGREGATE_SIGNATURES)) {
      return new Step<>(session, Outcome.NOTHING);
    }
    Charter charter = session.charter();
    Broadcast broadcast = firstBroadcast(charter, now);
    Session complete =
        Failing.ended(session, SessionPhase.COMPLETE, Ending.complete(now, signatures, broadcast))
            .with(Work.RECORD_OUTCOME, now)
            .with(new SessionComplete(charter.sessionId(), signatures), now);
    Session asked =
        broadcast == null
            ? complete
            : complete.with(
                new ShouldBroadcast(
                    charter.sessionId(), broadcast.coordinator(), broadcast.deadline()),
                now);
    return new Step<>(asked, Outcome.of(session, asked, Reading.reply(asked, false)));
  }

  static Step<Session, Outcome> blame(Session session, int signer, long now) {
    Envelope share = session.rounds().partialSigs().at(signer);
    if (!session.chores().pending().contains(Work.AGGREGATE_SIGNATURES) || share == null) {
      return new Step<>(session, Outcome.NOTHING);
    }
    Fault fault = new Fault(ErrorCode.INVALID_PARTIAL_SIGNATURE, signer, List.of(share));
    Session failed = Failing.failed(session, fault, now);
    return new Step<>(failed, Outcome.of(session, failed, Reading.reply(failed, false)));
  }

  private static @Nullable Broadcast firstBroadcast(Charter charter, long now) {
    return charter.options().broadcastOrDefault()
        ? Broadcast.by(charter.election().coordinator(), now + charter.rules().broadcastTimeout())
        : null;
  }
}
