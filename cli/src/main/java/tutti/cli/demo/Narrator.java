package tutti.cli.demo;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tutti.musig2.PublicKey;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;

/**
 * Tells what goes over the bus: every word of a signer, every event of a service, and what the
 * crypto service computes. Each is told once, however many it is delivered to.
 */
final class Narrator {
  private static final String SERVICES = "tutti.";
  private static final String CRYPTO = "tutti.crypto.";
  private static final String INBOXES = "tutti.inbox.";
  private static final String TOPICS = "tutti.events.";

  private final Timeline timeline;
  private final Words words;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Narrator(Timeline timeline, List<PublicKey> orderedKeys) {
    this.timeline = timeline;
    this.words = new Words(orderedKeys);
  }

  void listen(Vertx vertx) {
    vertx.eventBus().addOutboundInterceptor(this::hear);
  }

  private void hear(DeliveryContext<Object> delivery) {
    String address = String.valueOf(delivery.message().address());
    if (address.startsWith(SERVICES) && delivery.body() instanceof JsonObject body) {
      hear(address, body);
    }
    delivery.next();
  }

  void hear(String address, JsonObject body) {
    if (address.startsWith(INBOXES) || address.startsWith(TOPICS)) {
      hearEvent(body);
    } else if (address.startsWith(CRYPTO)) {
      hearCrypto(address);
    } else if (body.containsKey("signature") && told.add(body.getString("signature"))) {
      PublicKey signer = PublicKey.fromHex(body.getString("signer"));
      if (words.isWorthTelling(signer)) {
        timeline.tell(words.signer(signer), words.said(body.getString("type")));
      }
    }
  }

  private void hearEvent(JsonObject body) {
    if (!told.add(body.getString("id") + body.getString("type"))) {
      return;
    }
    try {
      Event event = Wire.readLenient(body.toBuffer().getBytes(), Event.class);
      event
          .typed()
          .filter(words::isWorthTelling)
          .ifPresent(data -> timeline.tell(Words.service(event.type()), words.happened(data)));
    } catch (Refusal malformed) {
      timeline.tell("bus", "something that is no event: " + malformed.getMessage());
    }
  }

  private void hearCrypto(String address) {
    if (address.equals(CryptoApi.AGGREGATE_NONCES.address())) {
      timeline.tell("crypto", "adds up the nonces of all signers");
    } else if (address.equals(CryptoApi.AGGREGATE_SIGNATURES.address())) {
      timeline.tell("crypto", "adds up the partial signatures and verifies the result");
    } else if (address.equals(CryptoApi.CHECK_ENVELOPE.address()) && told.add(address)) {
      timeline.tell("crypto", "checks a signed envelope, as it will each one from now on");
    }
  }
}
