package tutti.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;

/** The Vert.x event bus: records as JSON, refusals as failures. */
final class EventBusLine implements Line {
  private final Vertx vertx;
  private final Limits limits;
  private final InFlight serving;
  private final Witness witness;
  private final Queue<MessageConsumer<?>> consumers = new ConcurrentLinkedQueue<>();

  EventBusLine(Vertx vertx, Limits limits, InFlight serving, Witness witness) {
    this.vertx = vertx;
    this.limits = limits;
    this.serving = serving;
    this.witness = witness;
  }

  @Override
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Function<Q, Future<R>> handler) {
    Endpoint<Q, R> endpoint = new Endpoint<>(operation, handler, limits, serving, witness);
    MessageConsumer<Object> consumer =
        vertx.eventBus().<Object>consumer(operation.address(), endpoint::handle);
    consumers.add(consumer);
    return consumer.completion();
  }

  @Override
  public <Q, R> Future<R> ask(Operation<Q, R> operation, Q query, long timeout) {
    return vertx
        .eventBus()
        .request(
            operation.address(),
            Body.of(query),
            within(timeout).setTracingPolicy(TracingPolicy.ALWAYS))
        .map(message -> Body.reply(message.body(), operation.reply()))
        .recover(failure -> Future.failedFuture(refusal(operation.address(), failure)));
  }

  @Override
  public void publish(String address, Event event) {
    vertx.eventBus().publish(address, Body.of(event));
  }

  @Override
  public Future<List<PublicKey>> deliver(List<PublicKey> signers, Event event, long timeout) {
    JsonObject body = Body.of(event);
    List<Future<Boolean>> told = new ArrayList<>(signers.size());
    for (PublicKey signer : signers) {
      told.add(deliver(signer, body, timeout));
    }
    return Future.all(told)
        .map(
            all -> {
              List<PublicKey> unreachable = new ArrayList<>();
              for (int i = 0; i < signers.size(); i++) {
                if (!told.get(i).result()) {
                  unreachable.add(signers.get(i));
                }
              }
              witness.delivered(signers.size(), unreachable.size());
              return List.copyOf(unreachable);
            });
  }

  @Override
  public Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    for (MessageConsumer<?> next = consumers.poll(); next != null; next = consumers.poll()) {
      closing.add(next.unregister());
    }
    return Future.join(closing).mapEmpty();
  }

  private Future<Boolean> deliver(PublicKey signer, JsonObject body, long timeout) {
    return vertx
        .eventBus()
        .request(Addresses.inbox(signer), body, within(timeout))
        .map(true)
        .otherwise(failure -> !isUnheard(failure));
  }

  private static DeliveryOptions within(long timeout) {
    return new DeliveryOptions().setSendTimeout(timeout);
  }

  private static boolean isUnheard(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }

  private static Refusal refusal(String address, Throwable failure) {
    if (failure instanceof Refusal unreadable) {
      return unreadable;
    }
    if (!(failure instanceof ReplyException reply)) {
      return Refusal.of(ErrorCode.UNAVAILABLE, "%s cannot be reached".formatted(address));
    }
    return switch (reply.failureType()) {
      case TIMEOUT -> Refusal.of(ErrorCode.TIMEOUT, "no answer from %s".formatted(address));
      case NO_HANDLERS -> Refusal.of(ErrorCode.UNAVAILABLE, "nobody serves %s".formatted(address));
      case RECIPIENT_FAILURE -> Body.refusal(reply.getMessage());
      case ERROR -> Refusal.of(ErrorCode.UNAVAILABLE, "%s cannot be reached".formatted(address));
    };
  }
}
