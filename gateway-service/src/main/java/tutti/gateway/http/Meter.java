package tutti.gateway.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.util.concurrent.TimeUnit;
import tutti.gateway.domain.Rate;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Measures how much comes in from somebody, and says when it is too much. */
public final class Meter {
  private final Bucket bucket;
  private final long burst;

  public Meter(Rate rate) {
    this(rate, TimeMeter.SYSTEM_NANOTIME);
  }

  Meter(Rate rate, TimeMeter time) {
    this.burst = rate.burst();
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit -> limit.capacity(rate.burst()).refillGreedy(rate.tokens(), rate.time()))
            .withCustomTimePrecision(time)
            .build();
  }

  /** Takes what has come already; the answer is how long to take nothing more, in milliseconds. */
  public long take(long cost) {
    return millis(bucket.consumeIgnoringRateLimits(Math.min(cost, burst)));
  }

  /** Takes it, or refuses and says when to come again. */
  public void require(long cost) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(Math.min(cost, burst));
    if (!probe.isConsumed()) {
      throw tooMuch(millis(probe.getNanosToWaitForRefill()));
    }
  }

  /** Takes one if there is one left; whether there was. */
  public boolean takeOne() {
    return bucket.tryConsume(1);
  }

  /** Refuses if nothing is left, and takes nothing. */
  public void requireSome() {
    var estimation = bucket.estimateAbilityToConsume(1);
    if (!estimation.canBeConsumed()) {
      throw tooMuch(millis(estimation.getNanosToWaitForRefill()));
    }
  }

  /** Whether it is as good as new. */
  boolean isFull() {
    return bucket.getAvailableTokens() >= burst;
  }

  private static Refusal tooMuch(long millis) {
    return Refusal.of(ErrorCode.RATE_LIMITED, "too many messages").retryAfter(millis);
  }

  private static long millis(long nanos) {
    return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }
}
