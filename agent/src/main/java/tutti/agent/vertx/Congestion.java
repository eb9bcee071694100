package tutti.agent.vertx;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Sends less while answers are late. What is not sent is refused here: it costs nobody anything,
 * and whoever asks comes again later. Else all who wait for an answer ask again and again, and the
 * more do, the later the answers.
 */
final class Congestion {
  private static final int LEAST = 100;
  private static final int MOST = 2_000;
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final Duration late;
  private final Map<String, SimpleLimiter<Void>> addresses = new ConcurrentHashMap<>();
  private final LongAdder heldBack = new LongAdder();

  Congestion(Duration late) {
    this.late = late;
  }

  <T> Future<T> pass(String address, Supplier<Future<T>> asking) {
    Limiter.Listener place =
        addresses.computeIfAbsent(address, any -> limiter()).acquire(null).orElse(null);
    if (place == null) {
      heldBack.increment();
      return Future.failedFuture(
          Refusal.of(ErrorCode.OVERLOADED, "answers from %s are late".formatted(address))
              .retryAfter(RETRY_AFTER_MILLIS));
    }
    return asking.get().onComplete(answered -> place.onSuccess());
  }

  long heldBack() {
    return heldBack.sum();
  }

  private SimpleLimiter<Void> limiter() {
    AIMDLimit limit =
        AIMDLimit.newBuilder()
            .initialLimit(MOST)
            .maxLimit(MOST)
            .minLimit(LEAST)
            .timeout(late.toNanos(), TimeUnit.NANOSECONDS)
            .build();
    return SimpleLimiter.newBuilder().limit(limit).build();
  }
}
