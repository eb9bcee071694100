package tutti.session.domain;

import java.util.HashSet;
import java.util.Set;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.SessionReady;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.machine.Step;

/** A session begins, exactly once: its id follows from what it is about. */
final class Opening {
  private Opening() {}

  static Step<Session, Outcome> first(Command.Open open) {
    Charter charter = Charter.of(open.request(), open.joins(), open.origin(), open.rules());
    requireAllJoined(charter);
    SessionPhase phase =
        charter.options().nonceCommitmentsOrDefault()
            ? SessionPhase.NONCE_COMMITMENT
            : SessionPhase.NONCE_EXCHANGE;
    long deadline = open.now() + charter.rules().phaseTimeout();
    Session session =
        new Session(
                charter,
                Stage.of(phase, deadline),
                Rounds.empty(charter.signers()),
                null,
                Chores.NONE,
                Outbox.empty(charter.sessionId().hex()))
            .with(ready(charter, phase, deadline), open.now());
    return new Step<>(session, Outcome.opening(session, Reading.reply(session, false)));
  }

  /** The creator has joined by announcing. */
  private static void requireAllJoined(Charter charter) {
    Set<PublicKey> joined = new HashSet<>();
    joined.add(charter.request().signer());
    charter.joins().forEach(join -> joined.add(join.signer()));
    if (!joined.equals(Set.copyOf(charter.keys()))) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "joins", "are not those of the request's signers");
    }
  }

  static Step<Session, Outcome> again(Session session) {
    return new Step<>(session, Outcome.answering(Reading.reply(session, true)));
  }

  private static SessionReady ready(Charter charter, SessionPhase phase, long deadline) {
    return new SessionReady(
        charter.sessionId(),
        charter.requestId(),
        charter.attempt(),
        charter.previous(),
        phase,
        deadline,
        charter.election().coordinator(),
        charter.election().proof(),
        null,
        null);
  }
}
