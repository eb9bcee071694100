package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventType;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.json.Wire;
import tutti.protocol.session.ContributionsPage;

/** Changes what was signed by others, as far as one can without their keys. */
final class Forgery {
  static final String OTHER = "77".repeat(32);

  private Forgery() {}

  static ObjectNode request(ObjectNode ready) {
    return (ObjectNode) ready.get("request");
  }

  static ObjectNode body(ObjectNode envelope) {
    return (ObjectNode) envelope.get("body");
  }

  static ObjectNode firstItem(ObjectNode request) {
    return (ObjectNode) request.at("/items/0");
  }

  static ObjectNode firstJoin(ObjectNode ready) {
    return (ObjectNode) ready.at("/joins/0");
  }

  static ArrayNode signatures(ObjectNode complete) {
    return (ArrayNode) complete.get("signatures");
  }

  /** Puts a stranger's name and signature under an envelope. */
  static void signByStranger(ObjectNode envelope) {
    SecretKey stranger = SecretKey.generate();
    envelope.put("signer", stranger.publicKey().hex());
    sign(envelope, stranger);
  }

  /** Signs an envelope anew, with the key that it names, if that is the group's. */
  static void sign(ObjectNode envelope, Group group) {
    PublicKey signer = PublicKey.fromHex(envelope.get("signer").asText());
    int member = group.publicKeys().indexOf(signer);
    if (member >= 0) {
      sign(envelope, group.key(member));
    }
  }

  private static void sign(ObjectNode envelope, SecretKey key) {
    envelope.setAll(
        Wire.tree(
            Pen.write(
                key,
                envelope.get("type").asText(),
                envelope.get("sequence").asLong(),
                envelope.get("sentAt").asLong(),
                body(envelope))));
  }

  /** The right contributions, by the wrong signers. */
  static ContributionsPage reversed(ContributionsPage page) {
    var contributions = new ArrayList<>(page.contributions());
    Collections.reverse(contributions);
    return new ContributionsPage(contributions, page.next());
  }

  /** Shows the nonces when it is the turn of the commitments. */
  static Event noncesTooEarly(Event event) {
    if (!event.type().equals(EventType.of(commitments(event.subject())).wireName())) {
      return event;
    }
    var id = SessionId.fromHex(event.subject());
    var none = new NoncesComplete(id, Bytes.fromHex(OTHER), List.of(), List.of(), event.time());
    return Event.of(event.subject(), event.number(), event.time(), none);
  }

  private static NonceCommitmentsComplete commitments(String session) {
    return new NonceCommitmentsComplete(
        SessionId.fromHex(session), Bytes.fromHex(OTHER), List.of(), 0);
  }

  /** Adds a result to the announcement of a session. */
  static List<Event> withResult(Event event) {
    if (!event.type().equals("session.ready")) {
      return List.of(event);
    }
    var signature = Signature.fromHex("01".repeat(64));
    var complete =
        new SessionComplete(SessionId.fromHex(event.subject()), List.of(signature, signature));
    return List.of(event, Event.of(event.subject(), event.number() + 1, event.time(), complete));
  }
}
