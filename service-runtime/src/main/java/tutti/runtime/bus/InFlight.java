package tutti.runtime.bus;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Counts what is under way per address, and refuses what would be too much. */
final class InFlight {
  /** Most of what is under way will have been done by then. */
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final int max;
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  InFlight(int max) {
    this.max = max;
  }

  <T> Future<T> run(String address, Supplier<Future<T>> work) {
    AtomicInteger count = counts.computeIfAbsent(address, ignored -> new AtomicInteger());
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return Future.failedFuture(
          Refusal.of(ErrorCode.OVERLOADED, "more than %d of %s under way".formatted(max, address))
              .retryAfter(RETRY_AFTER_MILLIS));
    }
    return started(work).onComplete(ignored -> count.decrementAndGet());
  }

  boolean isEmpty() {
    return counts.values().stream().allMatch(count -> count.get() == 0);
  }

  private static <T> Future<T> started(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
