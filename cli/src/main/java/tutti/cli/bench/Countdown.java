package tutti.cli.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Completes when something has happened so often. */
final class Countdown {
  private final AtomicInteger left;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  Countdown(int times) {
    left = new AtomicInteger(times);
  }

  void count() {
    if (left.decrementAndGet() == 0) {
      over.complete(null);
    }
  }

  CompletableFuture<Void> over() {
    return over;
  }
}
