package tutti.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.runtime.cluster.Nodes.refusalOf;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.Timing;

class InFlightTest {
  private static final String ADDRESS = "test.work";
  private static final int MAX = 1_000;
  private static final Duration LATE = Duration.ofSeconds(1);

  private final Time time = new Time();

  @Test
  void letsAsMuchThroughAsIsAnsweredInTime() {
    InFlight inFlight = InFlight.whileInTime(MAX, LATE, time, Witness.NONE);
    for (int round = 0; round < 10; round++) {
      List<Promise<String>> under = begin(inFlight, MAX);
      assertThat(under).hasSize(MAX);
      time.passes(LATE);
      under.forEach(promise -> promise.complete("done"));
    }
  }

  @Test
  void letsLessThroughWhileAnswersAreLate() {
    InFlight inFlight = InFlight.whileInTime(MAX, LATE, time, Witness.NONE);
    List<Promise<String>> waiting = begin(inFlight, MAX);
    time.passes(LATE.plusMillis(1));
    waiting.forEach(promise -> promise.complete("too late"));

    int few = begin(inFlight, MAX).size();

    assertThat(few).isBetween(1, MAX / 2);
  }

  @Test
  void countsWhatFailsLateAsLate() {
    InFlight inFlight = InFlight.whileInTime(MAX, LATE, time, Witness.NONE);
    List<Promise<String>> waiting = begin(inFlight, MAX);
    time.passes(LATE.plusMillis(1));
    waiting.forEach(promise -> promise.fail(Refusal.of(ErrorCode.TIMEOUT, "no answer")));

    assertThat(begin(inFlight, MAX)).hasSizeLessThan(MAX / 2);
  }

  @Test
  void tellsWhenToComeAgain() {
    InFlight inFlight = InFlight.upTo(1, time);
    begin(inFlight, 1);

    Refusal refusal = refusalOf(inFlight.run(ADDRESS, Future::succeededFuture));

    assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(refusal.retryAfter()).isPositive();
  }

  @Test
  void limitsEachAddressByItself() {
    InFlight inFlight = InFlight.upTo(1, time);
    begin(inFlight, 1);

    assertThat(inFlight.run("test.other", () -> Future.succeededFuture(1)).result()).isEqualTo(1);
  }

  @Test
  void givesThePlaceOfWhatThrowsToAnother() {
    InFlight inFlight = InFlight.upTo(1, time);
    Future<String> failed =
        inFlight.run(
            ADDRESS,
            () -> {
              throw new IllegalStateException("a bug");
            });

    assertThat(failed.failed()).isTrue();
    assertThat(inFlight.isEmpty()).isTrue();
  }

  /** As many of these as are let through. */
  private static List<Promise<String>> begin(InFlight inFlight, int wanted) {
    List<Promise<String>> begun = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      Promise<String> work = Promise.promise();
      if (!inFlight.run(ADDRESS, work::future).failed()) {
        begun.add(work);
      }
    }
    return begun;
  }

  private static final class Time implements Timing {
    private long now;

    void passes(Duration duration) {
      now += duration.toMillis();
    }

    @Override
    public long elapsed() {
      return now;
    }

    @Override
    public Future<Void> pause(long millis) {
      return Future.succeededFuture();
    }

    @Override
    public long chance(long bound) {
      return 0;
    }
  }
}
