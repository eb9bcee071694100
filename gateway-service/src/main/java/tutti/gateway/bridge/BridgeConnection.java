package tutti.gateway.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.domain.ClientAddress;
import tutti.gateway.domain.Rate;
import tutti.gateway.domain.Subject;
import tutti.gateway.http.Meter;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.json.Wire;
import tutti.runtime.config.EdgeSettings;

/** One client of the bridge: reads its frames, and lets it do what the contract allows. */
final class BridgeConnection {
  private static final Logger LOG = LoggerFactory.getLogger(BridgeConnection.class);

  private final BridgeServices services;
  private final Peer peer;
  private final ClientAddress address;
  private final Meter meter;
  private final BoundKeys keys;
  private final Deliveries deliveries;
  private final Registrations registrations;
  private final Forwarding forwarding;
  private long lastHeard;

  BridgeConnection(BridgeServices services, Peer peer, ClientAddress address) {
    int pending = services.settings().get(EdgeSettings.IN_FLIGHT_PER_CONNECTION);
    this.services = services;
    this.peer = peer;
    this.address = address;
    this.meter =
        new Meter(Rate.perSecond(services.settings().get(EdgeSettings.RATE_PER_CONNECTION)));
    this.keys = new BoundKeys(services.settings().get(EdgeSettings.KEYS_PER_CONNECTION));
    this.deliveries = new Deliveries(services.clock(), peer, pending);
    this.registrations = new Registrations(services, keys, deliveries);
    this.forwarding = new Forwarding(services, address, keys);
    this.lastHeard = services.clock().millis();
  }

  /** A frame arrived, as bytes that nobody has looked at yet. */
  void hear(byte[] frame) {
    lastHeard = services.clock().millis();
    long cost = Rate.cost(frame.length);
    long pause =
        Math.max(meter.take(cost), services.addresses().of(Subject.of(address)).take(cost));
    if (pause > 0) {
      services.meters().paused();
      peer.pause(pause); // what is too much is not refused, but read later
    }
    try {
      act(Frame.read(frame));
    } catch (Refusal refusal) {
      tell(null, refusal);
    } catch (RuntimeException bug) { // of ours: the client must not wait for nothing
      tell(null, known(bug));
    }
  }

  /** When it was last heard of, milliseconds since 1970. */
  long lastHeard() {
    return lastHeard;
  }

  boolean isOf(String subject) {
    return subject.equals(Subject.of(address)) || keys.isBound(subject);
  }

  void close(String reason) {
    peer.close(reason);
  }

  /** It has gone. */
  void gone() {
    registrations.close();
  }

  private void act(Frame frame) {
    try {
      switch (frame.type()) {
        case "ping" -> {}
        case "send" -> send(frame);
        case "register" ->
            answer(frame, registrations.open(frame.addressOrRefuse(), frame.authorizationHeader()));
        case "unregister" -> answer(frame, registrations.close(frame.addressOrRefuse()));
        case "publish" -> throw Refusal.of(ErrorCode.NOT_ALLOWED, "only services publish");
        default ->
            throw Refusal.ofField(
                ErrorCode.MALFORMED, "type", "send, register, unregister or ping is expected");
      }
    } catch (Refusal refusal) {
      tell(whereTo(frame), refusal);
    }
  }

  private void send(Frame frame) {
    String to = frame.addressOrRefuse();
    if (deliveries.answered(to)) {
      return;
    }
    services.bans().requireNone(Subject.of(address));
    if (to.equals(GatewayApi.CHALLENGE.address())) {
      keys.requireRoom();
      ChallengeQuery query = Wire.read(frame.bodyOrRefuse(), ChallengeQuery.class);
      reply(frame, services.logins().challenge(query).map(BridgeConnection::json));
    } else if (to.equals(GatewayApi.LOGIN.operation().address())) {
      reply(frame, login(frame.bodyOrRefuse()).map(BridgeConnection::json));
    } else {
      reply(frame, forwarding.forward(frame));
    }
  }

  private Future<?> login(ObjectNode body) {
    keys.requireRoom();
    Envelope envelope = Wire.read(body, Envelope.class);
    PublicKey key = envelope.signer();
    services.conduct().requireWelcome(key);
    return services
        .logins()
        .login(envelope)
        .onSuccess(token -> services.conduct().loggedIn(key, address))
        .onFailure(forwarding::blame)
        .map(
            token -> {
              keys.bind(key);
              return token;
            });
  }

  private void reply(Frame frame, Future<JsonObject> reply) {
    String replyAddress = frame.replyAddress();
    reply.onComplete(
        body -> {
          if (replyAddress != null) {
            peer.write(Answers.received(replyAddress, body, null));
          }
        },
        failure -> tell(replyAddress, known(failure)));
  }

  /** Registering is silent, as with Vert.x, unless the client says where it wants to hear of it. */
  private void answer(Frame frame, Future<Void> done) {
    String replyAddress = frame.replyAddress();
    done.onComplete(
        ok -> {
          if (replyAddress != null) {
            peer.write(Answers.done(replyAddress));
          }
        },
        failure -> tell(whereTo(frame), known(failure)));
  }

  private static Refusal known(Throwable failure) {
    if (!(failure instanceof Refusal) && !(failure instanceof java.io.IOException)) {
      LOG.error("a frame could not be handled", failure);
    }
    return Answers.refusal(failure);
  }

  private void tell(@Nullable String to, Refusal refusal) {
    services.meters().refusedOverBridge(refusal.code());
    peer.write(Answers.refused(to, refusal));
  }

  private static @Nullable String whereTo(Frame frame) {
    return frame.replyAddress() == null && !frame.type().equals("send")
        ? frame.address()
        : frame.replyAddress();
  }

  private static JsonObject json(Object record) {
    return new JsonObject(Wire.map(record));
  }
}
