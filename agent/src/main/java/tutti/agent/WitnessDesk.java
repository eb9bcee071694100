package tutti.agent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tutti.protocol.event.BroadcastConfirmed;

/** Looks for the result of one session in the world, and doubts who says that it is there. */
final class WitnessDesk {
  /** Networks take a while; a confirmation that nobody can see for so long is none. */
  private static final Duration DOUBT = Duration.ofSeconds(60);

  private final AgentContext context;
  private @Nullable CompletableFuture<String> looking;
  private @Nullable String seen;
  private boolean doubting;
  private volatile boolean closed;
  private volatile Runnable stop = () -> {};

  WitnessDesk(AgentContext context) {
    this.context = context;
  }

  /** What was seen; null: nothing yet. */
  @Nullable String seen() {
    return seen;
  }

  /** Looks, once, until the order's deadline; whoever listens is told on the agent's executor. */
  void look(Broadcaster.Order order, Consumer<String> listener) {
    BroadcastWitness witness = context.settings().witness();
    if (witness == null || looking != null || closed) {
      return;
    }
    looking =
        CompletableFuture.<CompletionStage<String>>supplyAsync(
                () -> witness.sees(order), context.pool())
            .thenCompose(this::stoppable);
    Completion.detach(
        looking.whenCompleteAsync(
            (reference, error) -> {
              if (error == null && !closed) {
                seen = reference;
                context.tell(new AgentEvent.BroadcastSeen(order.sessionId(), reference));
                listener.accept(reference);
              }
            },
            context.executor()));
  }

  /** The coordinator says that the result is out: it has to be seen soon. */
  void said(BroadcastConfirmed confirmation, long longest, Runnable otherwise) {
    if (doubting || looking == null) {
      return;
    }
    doubting = true;
    long wait = Math.min(longest, DOUBT.toMillis());
    context
        .scheduler()
        .later(
            wait,
            context.executor(),
            () -> {
              if (isBlind() || seen != null || closed) {
                return;
              }
              context.tell(
                  new AgentEvent.BroadcastDoubted(
                      confirmation.sessionId(), confirmation.reference()));
              otherwise.run();
            });
  }

  void close() {
    closed = true;
    if (looking != null) {
      looking.cancel(false);
    }
    stop.run();
  }

  /**
   * What the witness gave is what has to be cancelled: that what is made of it is, it cannot see.
   */
  private CompletionStage<String> stoppable(CompletionStage<String> sight) {
    CompletableFuture<String> running = sight.toCompletableFuture();
    stop = () -> running.cancel(false);
    if (closed) {
      stop.run();
    }
    return running;
  }

  /** Whether it has given up looking, or never could: then it has nothing to say. */
  private boolean isBlind() {
    return looking == null || looking.isCompletedExceptionally();
  }
}
