package tutti.acceptance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;

/**
 * A bus that carries nothing any more from a moment on, so that whoever speaks through it can be
 * killed at just this moment.
 */
final class LastWords implements Bus {
  private final Bus bus;
  private final Moment moment;
  private final Runnable reached;
  private volatile boolean silent;

  LastWords(Bus bus, Moment moment, Runnable reached) {
    this.bus = bus;
    this.moment = moment;
    this.reached = reached;
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    CompletableFuture<R> never = new CompletableFuture<>();
    if (silent) {
      return never;
    }
    if (!moment.isNear(operation.address())) {
      return bus.request(operation, query);
    }
    // At once: what comes of it may be heard before it is answered.
    silent = true;
    if (!moment.isAfterAnswer()) {
      reached.run();
      return never;
    }
    return bus.request(operation, query)
        .whenComplete((reply, error) -> answered(error))
        .thenCompose(reply -> never);
  }

  /** It is the moment, unless it has to be said again. */
  private void answered(@Nullable Throwable error) {
    if (error == null) {
      reached.run();
    } else {
      silent = false;
    }
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return bus.openInbox(signer, event -> deliver(event, events));
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    return bus.subscribe(topic, event -> deliver(event, events));
  }

  private void deliver(Event event, Consumer<Event> events) {
    if (!silent) {
      events.accept(event);
    }
  }
}
