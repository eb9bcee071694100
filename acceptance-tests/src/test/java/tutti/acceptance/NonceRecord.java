package tutti.acceptance;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.json.Wire;
import tutti.protocol.session.SessionApi;

/** Every nonce and every commitment that is said in public, with the sessions it is for. */
final class NonceRecord {
  private final Map<String, Set<String>> uses = new TreeMap<>();
  private final Map<PublicKey, Set<String>> commitments = new HashMap<>();
  private final Map<PublicKey, Set<String>> nonces = new HashMap<>();

  /** Of what is noted. */
  NonceRecord() {}

  /** Of what reaches the services there. */
  NonceRecord(Vertx vertx) {
    vertx.eventBus().addInboundInterceptor(this::meet);
  }

  private void meet(DeliveryContext<Object> delivery) {
    String address = delivery.message().address();
    boolean tells =
        SessionApi.COMMIT_NONCE.operation().address().equals(address)
            || SessionApi.SHARE_NONCE.operation().address().equals(address);
    if (tells && delivery.message().body() instanceof JsonObject body) {
      note(Wire.readLenient(body.toBuffer().getBytes(), Envelope.class));
    }
    delivery.next();
  }

  void note(Envelope envelope) {
    if (envelope.type().equals(SessionApi.COMMIT_NONCE.type())) {
      var said = SessionApi.COMMIT_NONCE.bodyOf(envelope);
      note(envelope, said.sessionId().hex(), hex(said.commitments()), commitments);
    } else if (envelope.type().equals(SessionApi.SHARE_NONCE.type())) {
      var said = SessionApi.SHARE_NONCE.bodyOf(envelope);
      note(envelope, said.sessionId().hex(), hex(said.pubnonces()), nonces);
    }
  }

  private static List<String> hex(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }

  private synchronized void note(
      Envelope envelope, String session, List<String> values, Map<PublicKey, Set<String>> all) {
    for (int item = 0; item < values.size(); item++) {
      String place = "%s of %s item %d".formatted(session, envelope.signer().hex(), item);
      uses.computeIfAbsent(values.get(item), value -> new TreeSet<>()).add(place);
      all.computeIfAbsent(envelope.signer(), key -> new TreeSet<>()).add(values.get(item));
    }
  }

  /** What was said in more than one place. */
  synchronized Map<String, Set<String>> usedTwice() {
    Map<String, Set<String>> twice = new TreeMap<>(uses);
    twice.values().removeIf(places -> places.size() == 1);
    return twice;
  }

  synchronized Set<String> commitments(PublicKey signer) {
    return Set.copyOf(commitments.getOrDefault(signer, Set.of()));
  }

  synchronized Set<String> nonces(PublicKey signer) {
    return Set.copyOf(nonces.getOrDefault(signer, Set.of()));
  }
}
