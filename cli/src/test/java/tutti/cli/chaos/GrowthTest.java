package tutti.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowthTest {
  private static final int WARM_UP_SECONDS = 60;

  @Test
  void findsNothingWhereNothingGrows() {
    Growth growth = growth(12, 0, 0, 0, 0, 0);

    assertThat(growth.isKnown()).isTrue();
    assertThat(growth.found()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "3000, 0, 0, 0, 0, heap KB of session-1",
    "0, 3, 0, 0, 0, threads of session-1",
    "0, 0, 5, 0, 0, files of session-1",
    "0, 0, 0, 40, 0, entries of sessions",
    "0, 0, 0, 0, 5, subscriptions"
  })
  void findsWhatGrowsSteadily(
      int heap, int threads, int files, int entries, int subscriptions, String what) {
    Growth growth = growth(12, heap, threads, files, entries, subscriptions);

    assertThat(growth.found()).singleElement().asString().contains(what);
  }

  @Test
  void saysThatItWasTooShort() {
    assertThat(growth(6, 100_000, 0, 0, 0, 0).isKnown()).isFalse();
  }

  @Test
  void leavesOutTheWarmUp() {
    Sample before = sample(WARM_UP_SECONDS - 10, 1, 1, 1, 1, 1);
    Growth flat = growth(12, 0, 0, 0, 0, 0);
    Growth growth =
        new Growth(
            Stream.concat(Stream.generate(() -> before).limit(20), flat.samples().stream())
                .toList(),
            WARM_UP_SECONDS);

    assertThat(growth.found()).isEmpty();
  }

  /** One sample every 15 s, with so much more each time. */
  private static Growth growth(
      int samples, int heap, int threads, int files, int entries, int subscriptions) {
    List<Sample> all =
        IntStream.range(0, samples)
            .mapToObj(
                i ->
                    sample(
                        WARM_UP_SECONDS - 15 + i * 15L,
                        50_000 + heap * i,
                        60 + threads * i,
                        70 + files * i,
                        200 + entries * i,
                        400 + subscriptions * i))
            .toList();
    return new Growth(all, WARM_UP_SECONDS);
  }

  private static Sample sample(
      long atSeconds, int heap, int threads, int files, int entries, int subscriptions) {
    return new Sample(
        atSeconds,
        Map.of("session-1", new Vitals(heap, heap, threads, files)),
        Map.of("sessions", (long) entries),
        subscriptions);
  }
}
