package tutti.acceptance;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;

/** Loses half of what the services send, some of what is sent to them, and repeats the rest. */
final class LossyBus implements Bus {
  private static final double LOST_EVENTS = 0.5;
  private static final double LOST_REQUESTS = 0.2;
  private static final double LOST_REPLIES = 0.3;
  private static final double REPEATED = 0.3;

  private final Bus sound;
  private final Random random;

  LossyBus(Bus sound, long seed) {
    this.sound = sound;
    this.random = new Random(seed);
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    if (happens(LOST_REQUESTS)) {
      return lost();
    }
    CompletionStage<R> reply = sound.request(operation, query);
    if (happens(REPEATED)) {
      reply = reply.thenCompose(first -> sound.request(operation, query));
    }
    return happens(LOST_REPLIES) ? reply.thenCompose(unheard -> lost()) : reply;
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return sound.openInbox(signer, event -> deliver(event, events));
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    return sound.subscribe(topic, event -> deliver(event, events));
  }

  private void deliver(Event event, Consumer<Event> events) {
    if (happens(LOST_EVENTS)) {
      return;
    }
    events.accept(event);
    if (happens(REPEATED)) {
      events.accept(event);
    }
  }

  private synchronized boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  private static <T> CompletionStage<T> lost() {
    return CompletableFuture.failedFuture(Refusal.of(ErrorCode.TIMEOUT, "lost on the way"));
  }
}
