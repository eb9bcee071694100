package tutti.gateway.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.gateway.access.Readers.Reader;
import tutti.gateway.domain.ClientAddress;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.json.Wire;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

/**
 * Passes on what the contract lets in: once, since whoever asks asks again. What a service says of
 * it counts for or against the client.
 */
final class Forwarding {
  private static final Map<String, Operation<?, ?>> LET_IN =
      GatewayApi.letIn().stream()
          .collect(Collectors.toUnmodifiableMap(Operation::address, Function.identity()));

  /** What a frame has besides its body. */
  private static final int FRAME_BYTES = 1_000;

  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final BridgeServices services;
  private final ClientAddress address;
  private final BoundKeys keys;
  private final int max;
  private final DeliveryOptions delivery;
  private int inFlight;

  Forwarding(BridgeServices services, ClientAddress address, BoundKeys keys) {
    this.services = services;
    this.address = address;
    this.keys = keys;
    this.max = services.settings().get(EdgeSettings.IN_FLIGHT_PER_CONNECTION);
    this.delivery =
        new DeliveryOptions()
            .setSendTimeout(services.settings().get(Settings.SEND_TIMEOUT).toMillis())
            .setTracingPolicy(TracingPolicy.ALWAYS);
  }

  /** The service's reply, or the refusal. */
  Future<JsonObject> forward(Frame frame) {
    Operation<?, ?> operation = LET_IN.get(frame.addressOrRefuse());
    if (operation == null) {
      throw Refusal.of(ErrorCode.NOT_ALLOWED, "nothing that is let in from outside");
    }
    // The service counts exactly; this spares it what is far too large.
    services.limits().requireBytes(operation.maxBytes(), Math.max(0, frame.bytes() - FRAME_BYTES));
    ObjectNode body = frame.bodyOrRefuse();
    PublicKey signer = operation.request() == Envelope.class ? signer(body).orElse(null) : null;
    services.conduct().requireWelcome(signer);
    if (inFlight >= max) {
      throw Refusal.of(ErrorCode.OVERLOADED, "more than %d requests under way".formatted(max))
          .retryAfter(RETRY_AFTER_MILLIS);
    }
    inFlight++;
    return Future.succeededFuture(frame.stamp())
        .compose(
            stamp ->
                services.stamps().require(operation, () -> Wire.read(body, Envelope.class), stamp))
        .compose(
            welcome ->
                services
                    .readers()
                    .require(operation, body.path("sessionId").asText(), reader(frame)))
        .compose(welcome -> pass(operation, body))
        .onComplete(answered -> inFlight--)
        .onSuccess(reply -> services.conduct().accepted(signer))
        .recover(failure -> Future.failedFuture(judged(failure, signer)));
  }

  private Reader reader(Frame frame) {
    return new Reader(keys::holds, !keys.isEmpty(), frame.authorizationHeader().orElse(null));
  }

  private Future<JsonObject> pass(Operation<?, ?> operation, ObjectNode body) {
    return services
        .vertx()
        .eventBus()
        .<JsonObject>request(operation.address(), new JsonObject(Wire.map(body)), delivery)
        .map(reply -> reply.body());
  }

  /** Counts it against the client if it is the refusal of something that cannot be true. */
  void blame(Throwable failure) {
    judged(failure, null);
  }

  private Refusal judged(Throwable failure, @Nullable PublicKey signer) {
    Refusal refusal = Answers.refusal(failure);
    services.conduct().refused(refusal, address, signer);
    return refusal;
  }

  /** As it says itself; what is no key is refused by the service. */
  private static Optional<PublicKey> signer(ObjectNode envelope) {
    try {
      return Optional.of(PublicKey.fromHex(envelope.path("signer").asText()));
    } catch (IllegalArgumentException noKey) {
      return Optional.empty();
    }
  }
}
