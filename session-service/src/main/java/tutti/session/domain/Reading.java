package tutti.session.domain;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.crypto.AggregateNonces;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionDescriptor;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SessionStatus;

/** What others see of a session. Nothing here changes it. */
final class Reading {
  private Reading() {}

  static SessionReply reply(Session session, boolean repeated) {
    return replyFor(session.charter().sessionId(), session, repeated);
  }

  static SessionReply replyFor(SessionId id, Session session, boolean repeated) {
    return new SessionReply(id, session.phase(), repeated, session.awaiting());
  }

  static SessionStatus status(Session session) {
    Charter charter = session.charter();
    Ending ending = session.ending();
    Broadcast broadcast = ending == null ? null : ending.broadcast();
    return new SessionStatus(
        charter.sessionId(),
        charter.requestId(),
        charter.attempt(),
        session.phase(),
        ending == null ? session.stage().deadline() : null,
        charter.signers(),
        session.awaiting(),
        charter.election().coordinator(),
        ending == null ? null : ending.signatures(),
        broadcast == null ? null : broadcast.view(),
        ending == null ? null : ending.failure(),
        ending == null ? null : ending.next(),
        session.outbox().last());
  }

  static SessionDescriptor descriptor(Session session) {
    Charter charter = session.charter();
    return new SessionDescriptor(
        charter.sessionId(),
        charter.requestId(),
        charter.attempt(),
        charter.request(),
        charter.previous());
  }

  static EventsPage events(Session session, long after) {
    return new EventsPage(
        Rendering.full(session, session.outbox().after(after)), session.outbox().last());
  }

  static ContributionsPage contributions(Session session, Command.ReadContributions read) {
    int wanted = Objects.requireNonNullElse(read.query().limit(), read.maxPageSize());
    int from = read.query().from();
    int to = from + Math.min(wanted, read.maxPageSize());
    int end = session.charter().signers();
    List<Envelope> page = contributions(session, read.query().kind(), from, to);
    return new ContributionsPage(page, to < end ? to : null);
  }

  private static List<Envelope> contributions(
      Session session, ContributionKind kind, int from, int to) {
    Rounds rounds = session.rounds();
    return switch (kind) {
      case JOINS -> joins(session, from, to);
      case NONCE_COMMITMENTS -> rounds.commitments().range(from, to);
      case NONCES -> rounds.nonces().range(from, to);
      case PARTIAL_SIGNATURES -> partialSigs(session, from, to);
    };
  }

  /**
   * Only of a complete session: whoever has all of them but its own could make the signature alone,
   * and leave the others with none.
   */
  private static List<Envelope> partialSigs(Session session, int from, int to) {
    if (session.phase() != SessionPhase.COMPLETE) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "the session is not complete");
    }
    return session.rounds().partialSigs().range(from, to);
  }

  private static List<Envelope> joins(Session session, int from, int to) {
    List<Envelope> joins = session.charter().joins();
    return joins.subList(Math.min(from, joins.size()), Math.min(to, joins.size()));
  }

  static Evidence evidence(Session session) {
    Fault fault = session.ending() == null ? null : session.ending().fault();
    if (fault == null) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "nobody is at fault in this session");
    }
    boolean signed = fault.code() == ErrorCode.INVALID_PARTIAL_SIGNATURE;
    Charter charter = session.charter();
    return new Evidence(
        charter.sessionId(),
        charter.attempt(),
        fault.code(),
        fault.signerIndex(),
        charter.request(),
        fault.statements(),
        signed ? Contributions.pubnonces(session) : null);
  }

  static AggregateNonces noncesToAggregate(Session session) {
    return new AggregateNonces(Contributions.pubnonces(session));
  }

  static AggregateSignatures signaturesToAggregate(Session session) {
    return new AggregateSignatures(
        session.charter().keys(),
        session.charter().itemKeyOrder(),
        session.charter().suite(),
        session.charter().items(),
        Contributions.pubnonces(session),
        Objects.requireNonNull(session.rounds().aggnonces()),
        Contributions.partialSigs(session));
  }

  /** What opens the next attempt. */
  static NextSession nextSession(Session session) {
    Charter next = session.charter().next();
    return new NextSession(
        next.sessionId(),
        next.request(),
        next.joins(),
        new SessionOrigin(next.attempt(), next.previous()),
        next.rules());
  }

  static RecordOutcome outcome(Session session) {
    Charter charter = session.charter();
    Integer culprit = culprit(session);
    return new RecordOutcome(
        charter.sessionId(),
        session.phase() == SessionPhase.COMPLETE ? charter.keys() : List.of(),
        culprit == null ? null : charter.keys().get(culprit));
  }

  private static @Nullable Integer culprit(Session session) {
    Fault fault = session.ending() == null ? null : session.ending().fault();
    return fault == null ? null : fault.signerIndex();
  }
}
