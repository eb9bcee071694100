package tutti.chain;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that is watched. It looks by itself, and when it is told to; never twice at a time, nor
 * without a breath in between.
 */
public final class Watch<T> implements AutoCloseable {
  /** Whoever babbles must not make this ask all servers all the time. */
  private static final long BREATH = 1_000;

  private final CompletableFuture<T> ended = new CompletableFuture<>();
  private final CompletableFuture<T> reached;
  private final Look<T> look;
  private final int wanted;
  private final Executor rest;
  private final Executor later;
  private final Consumer<WatchEvent> listener;
  private boolean looking; // or taking breath
  private boolean again;
  private boolean scheduled;
  private ChainWatcher.@Nullable Sight<T> before;

  Watch(Look<T> look, ChainWatcher.Goal goal, Duration interval, Consumer<WatchEvent> listener) {
    this.look = look;
    this.wanted = goal.confirmations();
    this.reached =
        ended
            .orTimeout(goal.patience().toMillis(), TimeUnit.MILLISECONDS)
            .exceptionallyComposeAsync( // off the thread that keeps all times of this process
                error ->
                    CompletableFuture.failedFuture(
                        error instanceof TimeoutException
                            ? new ChainException(ChainException.Code.TIMEOUT, "not in time")
                            : error));
    long breath = Math.min(BREATH, interval.toMillis());
    this.rest = CompletableFuture.delayedExecutor(breath, TimeUnit.MILLISECONDS);
    this.later =
        CompletableFuture.delayedExecutor(interval.toMillis() - breath, TimeUnit.MILLISECONDS);
    this.listener = listener;
  }

  /** One look; empty, or {@code NOT_FOUND}, if there is nothing. */
  @FunctionalInterface
  interface Look<T> {
    CompletableFuture<Optional<ChainWatcher.Sight<T>>> take();
  }

  /**
   * What was watched, once it is deep enough; fails with {@code TIMEOUT} if it is not in time, and
   * is cancelled by closing the watch.
   */
  public CompletableFuture<T> reached() {
    return reached;
  }

  /** Stops watching. */
  @Override
  public void close() {
    ended.cancel(false);
  }

  /** Looks now: something may have happened. */
  void look() {
    synchronized (this) {
      if (looking || ended.isDone()) {
        again = looking && !ended.isDone();
        return;
      }
      looking = true;
      again = false;
    }
    var unused =
        started()
            .thenApply(sight -> sight.orElse(null))
            .handleAsync( // listeners may take their time
                (sight, error) -> {
                  taken(sight, error);
                  return null;
                });
  }

  private CompletableFuture<Optional<ChainWatcher.Sight<T>>> started() {
    try {
      return look.take();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void taken(ChainWatcher.@Nullable Sight<T> sight, @Nullable Throwable error) {
    if (error == null) {
      compare(sight);
    } else {
      ChainException why = ChainException.of(error);
      if (why.code() == ChainException.Code.NOT_FOUND) {
        compare(null);
      } else if (why.code() == ChainException.Code.CLOSED) {
        ended.completeExceptionally(why);
      } else {
        tell(new WatchEvent.Trouble(why));
      }
    }
    if (!ended.isDone()) {
      rest.execute(this::rested);
    }
  }

  private void rested() {
    boolean hinted;
    boolean soon;
    synchronized (this) {
      looking = false;
      hinted = again;
      soon = !hinted && !scheduled; // one that waits is enough, however many hints there were
      scheduled |= soon;
    }
    if (hinted) {
      look();
    } else if (soon) {
      later.execute(this::due);
    }
  }

  private void due() {
    synchronized (this) {
      scheduled = false;
    }
    look();
  }

  private void compare(ChainWatcher.@Nullable Sight<T> sight) {
    ChainWatcher.Sight<T> was = before;
    before = sight;
    if (was != null && sight != null && !was.subject().equals(sight.subject())) {
      was = null; // another output, and no other block of the same one
    }
    BlockRef block = was == null ? null : was.block();
    int depth = sight == null ? 0 : sight.confirmations();
    if (block != null && !block.equals(sight == null ? null : sight.block())) {
      tell(new WatchEvent.Reorganized(block, depth));
    }
    if (sight == null) {
      if (was != null) {
        tell(new WatchEvent.Vanished());
      }
      return;
    }
    if (was == null || depth > was.confirmations()) {
      tell(new WatchEvent.Seen(depth));
    }
    if (sight.spending() != null) {
      if (was == null || !sight.spending().equals(was.spending())) {
        tell(new WatchEvent.Spent(sight.spending()));
      }
    } else if (depth >= wanted) {
      ended.complete(sight.value());
    }
  }

  /** What a listener throws ends the watch, and is what it fails with. */
  private void tell(WatchEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }
}
