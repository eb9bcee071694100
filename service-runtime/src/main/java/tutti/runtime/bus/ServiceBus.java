package tutti.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;

/**
 * The event bus as services use it: typed, limited, with every failure a {@link Refusal}. Delivery
 * is at most once; whoever needs an answer asks again, which {@link #request} does by itself.
 */
public final class ServiceBus {
  private final Vertx vertx;
  private final Limits limits;
  private final Patience patience;
  private final Requester requester;
  private final InFlight serving;
  private final Queue<MessageConsumer<?>> consumers = new ConcurrentLinkedQueue<>();

  public ServiceBus(Vertx vertx, Limits limits, Patience patience) {
    this.vertx = vertx;
    this.limits = limits;
    this.patience = patience;
    this.requester = new Requester(vertx, patience);
    this.serving = new InFlight(patience.inFlight());
  }

  /**
   * Serves an operation on the caller's context. Serve each operation once per process: the bus
   * shares requests out by registrations, not by capacity.
   *
   * @return completes when registered; other members may need a moment more to know
   */
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Function<Q, Future<R>> handler) {
    Endpoint<Q, R> endpoint = new Endpoint<>(operation, handler, limits, serving);
    MessageConsumer<Object> consumer =
        vertx.eventBus().<Object>consumer(operation.address(), endpoint::handle);
    consumers.add(consumer);
    return consumer.completion();
  }

  /** Asks whoever serves the operation; tries again while that may help. Fails with a refusal. */
  public <Q, R> Future<R> request(Operation<Q, R> operation, Q query) {
    return requester.request(operation, query);
  }

  /** Tells all who listen on a public topic. */
  public void publish(String address, Event event) {
    vertx.eventBus().publish(address, Body.of(event));
  }

  /** Tells one signer. False if nobody listens at its inbox; a lost event counts as told. */
  public Future<Boolean> deliver(PublicKey signer, Event event) {
    return deliver(signer, Body.of(event));
  }

  /** Tells several signers. The answer is those at whose inbox nobody listens. */
  public Future<List<PublicKey>> deliver(List<PublicKey> signers, Event event) {
    JsonObject body = Body.of(event);
    List<Future<Boolean>> told = new ArrayList<>(signers.size());
    for (PublicKey signer : signers) {
      told.add(deliver(signer, body));
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
              return List.copyOf(unreachable);
            });
  }

  /** Stops serving everything that this bus serves. */
  public Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    for (MessageConsumer<?> next = consumers.poll(); next != null; next = consumers.poll()) {
      closing.add(next.unregister());
    }
    return Future.join(closing).mapEmpty();
  }

  private Future<Boolean> deliver(PublicKey signer, JsonObject body) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(patience.perTry().toMillis());
    return vertx
        .eventBus()
        .request(Addresses.inbox(signer), body, options)
        .map(true)
        .otherwise(failure -> !isUnheard(failure));
  }

  private static boolean isUnheard(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS;
  }
}
