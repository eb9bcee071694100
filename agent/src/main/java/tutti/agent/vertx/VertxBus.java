package tutti.agent.vertx;

import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;

/** The Vert.x event bus, clustered or local, as an agent uses it. */
public final class VertxBus implements Bus {
  private static final Logger LOG = LoggerFactory.getLogger(VertxBus.class);
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Context context;
  private final DeliveryOptions delivery;
  private final Congestion congestion;

  /** A bus that waits two seconds for each reply. */
  public VertxBus(Vertx vertx) {
    this(vertx, SEND_TIMEOUT);
  }

  /**
   * A bus with a send timeout of its own: a node that died does not answer, so the time is short
   * and the agent asks again.
   */
  public VertxBus(Vertx vertx, Duration sendTimeout) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.delivery =
        new DeliveryOptions()
            .setSendTimeout(sendTimeout.toMillis())
            .setTracingPolicy(TracingPolicy.ALWAYS); // what a signer asks begins a trace
    this.congestion = new Congestion(sendTimeout.dividedBy(2));
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    JsonObject body = json(query);
    return onContext(
        () ->
            congestion
                .pass(operation.address(), () -> send(operation.address(), body))
                .map(reply -> read(reply.body(), operation.reply()))
                .recover(error -> Future.failedFuture(refusal(error))));
  }

  /** How many requests were refused here, and not sent, because answers were late. */
  public long heldBack() {
    return congestion.heldBack();
  }

  private Future<Message<JsonObject>> send(String address, JsonObject body) {
    return vertx.eventBus().request(address, body, delivery);
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return subscribe(Addresses.inbox(signer), events);
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    return onContext(
        () -> {
          MessageConsumer<JsonObject> consumer =
              vertx.eventBus().consumer(topic, message -> deliver(message, events));
          Subscription subscription = () -> onContext(consumer::unregister);
          return consumer.completion().map(subscription);
        });
  }

  /** What is sent to an inbox is a request, so that the sender knows that somebody listens. */
  private static void deliver(Message<JsonObject> message, Consumer<Event> events) {
    try {
      events.accept(read(message.body(), Event.class));
    } catch (Refusal malformed) {
      LOG.debug("What arrived at {} is no event", message.address());
    }
    if (message.replyAddress() != null) {
      message.reply(new JsonObject());
    }
  }

  /** From one context, so that what is said in order leaves in order. */
  private <T> CompletionStage<T> onContext(Supplier<Future<T>> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        ignored ->
            work.get()
                .onComplete(
                    result -> {
                      if (result.succeeded()) {
                        done.complete(result.result());
                      } else {
                        done.completeExceptionally(result.cause());
                      }
                    }));
    return done;
  }

  private static JsonObject json(Object value) {
    return new JsonObject(Wire.map(value));
  }

  private static <T> T read(JsonObject body, Class<T> type) {
    return Wire.readLenient(body.mapTo(TokenBuffer.class), type);
  }

  private static Throwable refusal(Throwable error) {
    if (!(error instanceof ReplyException reply)) {
      return error;
    }
    if (reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return Refusal.of(ErrorCode.UNAVAILABLE, "nobody answers at this address");
    }
    if (reply.failureType() == ReplyFailure.TIMEOUT) {
      return Refusal.of(ErrorCode.TIMEOUT, "no answer in time");
    }
    return said(String.valueOf(reply.getMessage()));
  }

  private static Refusal said(String failure) {
    try {
      return Wire.readLenient(
              failure.getBytes(java.nio.charset.StandardCharsets.UTF_8), Failure.class)
          .toRefusal();
    } catch (Refusal malformed) {
      return Refusal.of(ErrorCode.INTERNAL, failure);
    }
  }
}
