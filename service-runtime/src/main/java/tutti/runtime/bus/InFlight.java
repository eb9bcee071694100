package tutti.runtime.bus;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.Timing;

/** Counts what is under way per address, and refuses what would be too much. */
final class InFlight {
  /** Most of what is under way will have been done by then. */
  private static final long RETRY_AFTER_MILLIS = 1_000;

  /** However slow everything is, so much is let through: else nothing tells that it is over. */
  private static final int LEAST = 100;

  private final Supplier<Limit> limits;
  private final Timing timing;
  private final Witness witness;
  private final Map<String, SimpleLimiter<Void>> limiters = new ConcurrentHashMap<>();

  private InFlight(Supplier<Limit> limits, Timing timing, Witness witness) {
    this.limits = limits;
    this.timing = timing;
    this.witness = witness;
  }

  /** Never more than so much. */
  static InFlight upTo(int max, Timing timing) {
    return new InFlight(() -> FixedLimit.of(max), timing, Witness.NONE);
  }

  /**
   * Less than so much while answers take longer than this: what waits longer than its asker does is
   * done for nobody, and then asked again. A tenth less after each late answer, one more after each
   * in time.
   */
  static InFlight whileInTime(int max, Duration late, Timing timing, Witness witness) {
    return new InFlight(
        () ->
            AIMDLimit.newBuilder()
                .initialLimit(max)
                .maxLimit(max)
                .minLimit(Math.min(LEAST, max))
                .timeout(late.toNanos(), TimeUnit.NANOSECONDS)
                .build(),
        timing,
        witness);
  }

  <T> Future<T> run(String address, Supplier<Future<T>> work) {
    SimpleLimiter<Void> limiter = limiters.computeIfAbsent(address, this::limiter);
    Limiter.Listener place = limiter.acquire(null).orElse(null);
    if (place == null) {
      return Future.failedFuture(
          Refusal.of(
                  ErrorCode.OVERLOADED,
                  "%d of %s under way".formatted(limiter.getInflight(), address))
              .retryAfter(RETRY_AFTER_MILLIS));
    }
    return started(work).onComplete(ignored -> place.onSuccess());
  }

  private SimpleLimiter<Void> limiter(String address) {
    SimpleLimiter<Void> limiter =
        SimpleLimiter.newBuilder()
            .limit(limits.get())
            .nanoClock(() -> TimeUnit.MILLISECONDS.toNanos(timing.elapsed()))
            .build();
    witness.bounded(address, limiter::getInflight, limiter::getLimit);
    return limiter;
  }

  boolean isEmpty() {
    return limiters.values().stream().allMatch(limiter -> limiter.getInflight() == 0);
  }

  private static <T> Future<T> started(Supplier<Future<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
