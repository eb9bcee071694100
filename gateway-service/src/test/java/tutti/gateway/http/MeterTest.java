package tutti.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tutti.gateway.domain.Rate;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

class MeterTest {
  private final SetTime time = new SetTime();
  private final Meter meter = new Meter(new Rate(10, Duration.ofSeconds(1), 20), time);

  /** Time that stands still until it is told otherwise. */
  private static final class SetTime implements TimeMeter {
    private long nanos;

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  @Test
  void letsABurstThroughAndThenSaysHowLongToWait() {
    assertThat(IntStream.range(0, 20).mapToLong(i -> meter.take(1))).containsOnly(0L);

    assertThat(meter.take(1)).isEqualTo(101);
    assertThat(meter.take(1)).isEqualTo(201);
  }

  @Test
  void givesOneAfterTheOtherUntilNoneIsLeft() {
    Meter few = new Meter(Rate.in(Duration.ofHours(1), 2), time);

    assertThat(few.takeOne()).isTrue();
    assertThat(few.takeOne()).isTrue();
    assertThat(few.takeOne()).isFalse();
    time.nanos += TimeUnit.MINUTES.toNanos(30);
    assertThat(few.takeOne()).isTrue();
    assertThat(few.takeOne()).isFalse();
  }

  @Test
  void fillsEvenly() {
    meter.take(20);
    time.nanos += TimeUnit.SECONDS.toNanos(1);

    assertThat(IntStream.range(0, 10).mapToLong(i -> meter.take(1))).containsOnly(0L);
    assertThat(meter.take(1)).isPositive();
  }

  @Test
  void refusesAndSaysWhenToComeAgain() {
    meter.require(20);

    assertThatThrownBy(() -> meter.require(5))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
              assertThat(refusal.retryAfter()).isEqualTo(501);
            });
    time.nanos += TimeUnit.MILLISECONDS.toNanos(500);
    assertThatCode(() -> meter.require(5)).doesNotThrowAnyException();
  }

  @Test
  void lookingTakesNothing() {
    meter.take(19);
    meter.requireSome();
    meter.requireSome();
    meter.take(1);

    assertThatThrownBy(meter::requireSome).isInstanceOf(Refusal.class);
  }

  @Test
  void aMessageThatCostsMoreThanThereCanBeWaitsForAllThereIs() {
    assertThat(meter.take(1_000)).isZero();
    assertThat(meter.take(1)).isEqualTo(101);
  }

  @Test
  void forgetsWhoIsQuiet() {
    Meters meters = new Meters(new Rate(1, Duration.ofSeconds(1), 2));
    Meter noisy = meters.of("noisy");
    noisy.take(2);
    IntStream.range(0, 2_000).forEach(i -> meters.of("quiet " + i));

    assertThat(meters.of("noisy")).isSameAs(noisy);
  }
}
