package tutti.agent.gateway;

import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tutti.agent.Bus;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Addresses;
import tutti.protocol.Envelope;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;

/**
 * The services through a gateway, for signers that are no members of the cluster. It connects by
 * itself, logs in with the keys that it was given, connects again when the connection breaks, and
 * then has its agents ask for what they missed.
 */
public final class GatewayBus implements Bus, AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int LARGEST_MESSAGE = 17_000_000;

  private final Context context;
  private final Link link;
  private final Subscriptions subscriptions;
  private final Stamping stamping;
  private final List<Holder> holders = new CopyOnWriteArrayList<>();
  private final List<Runnable> reconnected = new CopyOnWriteArrayList<>();
  private boolean known;

  /**
   * Connects, now or as soon as that is possible.
   *
   * @param gateway its origin, as it knows itself: {@code https://tutti.example}
   */
  public GatewayBus(Vertx vertx, URI gateway) {
    this(vertx, gateway, new WebSocketClientOptions());
  }

  /** With certificates of one's own. */
  public GatewayBus(Vertx vertx, URI gateway, WebSocketClientOptions options) {
    var origin = new Origin(gateway);
    context = vertx.getOrCreateContext();
    var client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions(options)
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE));
    // By default Vert.x tries an address that is gone for a minute, and waits for a gateway that is
    // frozen for ever; meanwhile no other one is tried.
    var target =
        new WebSocketConnectOptions()
            .setAbsoluteURI(origin.bridge())
            .setConnectTimeout(TIMEOUT.toMillis())
            .setTimeout(TIMEOUT.toMillis());
    link = new Link(context, client, target, new Link.Listener(this::heard, this::connected));
    stamping = new Stamping(vertx, link);
    subscriptions = new Subscriptions(link, origin.text(), holders);
    context.runOnContext(now -> link.open());
  }

  /** Logs in with this key when its inbox is opened. The key stays the caller's. */
  public GatewayBus holding(SecretKey key, Engine engine) {
    holders.add(new Holder(key, engine));
    return this;
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    JsonObject frame =
        new JsonObject()
            .put("type", "send")
            .put("address", operation.address())
            .put("body", new JsonObject(Wire.map(query)));
    return onContext(
        () ->
            link.ask(frame)
                .recover(
                    failure ->
                        query instanceof Envelope envelope && Stamping.isAsked(failure)
                            ? stamping.ask(frame, envelope)
                            : Future.failedFuture(failure))
                .map(reply -> read(reply, operation.reply())));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException in the stage, for a key that was not given to this bus
   */
  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    if (holders.stream().noneMatch(holder -> holder.publicKey().equals(signer))) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("this bus holds no key for that inbox"));
    }
    return subscribe(Addresses.inbox(signer), events);
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    return onContext(
        () ->
            subscriptions
                .open(topic, events)
                .map(one -> () -> onContext(() -> subscriptions.close(one))));
  }

  @Override
  public void onReconnected(Runnable lookAgain) {
    reconnected.add(lookAgain);
  }

  /** Leaves; what is asked is not answered any more. */
  @Override
  public void close() {
    context.runOnContext(now -> link.close());
  }

  private Future<Void> connected() {
    return subscriptions
        .renew()
        .onSuccess(
            renewed -> {
              if (known) {
                reconnected.forEach(Runnable::run);
              }
              known = true;
            });
  }

  private void heard(JsonObject frame) {
    if ("rec".equals(frame.getString("type"))) {
      subscriptions.heard(frame);
    }
  }

  /** From one context, so that what is said in order leaves in order. */
  private <T> CompletionStage<T> onContext(Supplier<Future<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(now -> work.get().onComplete(done::complete, done::completeExceptionally));
    return done;
  }

  static <T> T read(JsonObject body, Class<T> type) {
    return Wire.readLenient(body.mapTo(TokenBuffer.class), type);
  }
}
