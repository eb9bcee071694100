package tutti.agent.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.gateway.Stamp;
import tutti.protocol.json.Wire;

/** Does the work that a gateway asks of keys that it does not know yet. */
final class Stamping {
  /** Some seconds; whoever asks for more is not worth it. */
  private static final int MOST_BITS = 24;

  private final Vertx vertx;
  private final Link link;

  Stamping(Vertx vertx, Link link) {
    this.vertx = vertx;
    this.link = link;
  }

  /** Whether that is why something was refused. */
  static boolean isAsked(Throwable failure) {
    return failure instanceof Refusal refusal
        && refusal.code() == ErrorCode.NOT_ALLOWED
        && "stamp".equals(refusal.field());
  }

  /** Says it again, with a stamp. */
  Future<JsonObject> ask(JsonObject frame, Envelope envelope) {
    var query = new ChallengeQuery(envelope.signer());
    JsonObject asking =
        new JsonObject()
            .put("type", "send")
            .put("address", GatewayApi.CHALLENGE.address())
            .put("body", new JsonObject(Wire.map(query)));
    return link.ask(asking)
        .map(reply -> GatewayBus.read(reply, LoginChallenge.class).stampBits())
        .compose(bits -> stamp(envelope, bits == null ? 0 : bits))
        .compose(stamp -> link.ask(frame.put("headers", new JsonObject().put("Stamp", stamp))));
  }

  private Future<String> stamp(Envelope envelope, int bits) {
    if (bits > MOST_BITS) {
      return Future.failedFuture(
          Refusal.of(
              ErrorCode.NOT_ALLOWED, "the gateway asks for a stamp of %d bits".formatted(bits)));
    }
    return vertx.executeBlocking(() -> Stamp.of(envelope.signature(), bits).nonce().hex(), false);
  }
}
