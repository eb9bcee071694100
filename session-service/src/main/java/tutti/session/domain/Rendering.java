package tutti.session.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventType;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.json.Wire;

/**
 * Events as they go out. The document keeps them without the lists that grow with the signers;
 * these are filled in here where they are small enough, and left to be fetched where they are not.
 */
final class Rendering {
  private static final int JOIN_BYTES = 480;
  private static final int COMMITMENT_BYTES = 67;
  private static final int PUBNONCE_BYTES = 135;

  private Rendering() {}

  static List<Event> full(Session session, List<Event> events) {
    return events.stream().map(event -> full(session, event)).toList();
  }

  private static Event full(Session session, Event event) {
    EventType type = EventType.named(event.type()).orElseThrow();
    return switch (type) {
      case SESSION_READY ->
          with(event, ready(session, Wire.read(event.data(), SessionReady.class)));
      case SESSION_NONCE_COMMITMENTS_COMPLETE ->
          with(
              event, commitments(session, Wire.read(event.data(), NonceCommitmentsComplete.class)));
      case SESSION_NONCES_COMPLETE ->
          with(event, nonces(session, Wire.read(event.data(), NoncesComplete.class)));
      default -> event;
    };
  }

  private static Event with(Event event, Object data) {
    return new Event(
        event.id(), event.type(), event.time(), event.subject(), event.number(), Wire.tree(data));
  }

  private static SessionReady ready(Session session, SessionReady slim) {
    Charter charter = session.charter();
    long requestBytes = Wire.write(charter.request()).length;
    boolean requestFits = requestBytes <= charter.rules().inlineBytes();
    boolean joinsFit =
        requestBytes + (long) JOIN_BYTES * charter.joins().size() <= charter.rules().inlineBytes();
    @Nullable Envelope request = requestFits ? charter.request() : null;
    @Nullable List<Envelope> joins = joinsFit ? charter.joins() : null;
    return new SessionReady(
        slim.sessionId(),
        slim.requestId(),
        slim.attempt(),
        slim.previousSessionId(),
        slim.phase(),
        slim.deadline(),
        slim.coordinator(),
        slim.electionProof(),
        request,
        joins);
  }

  private static NonceCommitmentsComplete commitments(
      Session session, NonceCommitmentsComplete slim) {
    return fits(session, COMMITMENT_BYTES)
        ? new NonceCommitmentsComplete(
            slim.sessionId(),
            slim.commitmentsHash(),
            Contributions.commitments(session),
            slim.deadline())
        : slim;
  }

  private static NoncesComplete nonces(Session session, NoncesComplete slim) {
    return fits(session, PUBNONCE_BYTES)
        ? new NoncesComplete(
            slim.sessionId(),
            slim.noncesHash(),
            Contributions.pubnonces(session),
            slim.aggnonces(),
            slim.deadline())
        : slim;
  }

  private static boolean fits(Session session, int entryBytes) {
    Charter charter = session.charter();
    long bytes = (long) entryBytes * charter.signers() * charter.items().size();
    return bytes <= charter.rules().inlineBytes();
  }
}
