package tutti.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final long MILLI = 1_000_000;

  private final List<Long> oneToAHundred =
      new ArrayList<>(LongStream.rangeClosed(1, 100).map(i -> i * MILLI).boxed().toList());

  @Test
  void findsPercentilesInAnyOrder() {
    Collections.shuffle(oneToAHundred, new Random(1));

    Figures figures = figures(oneToAHundred, 2_000 * MILLI, 500 * MILLI);

    assertThat(figures.latencyMillis(50)).isEqualTo(50);
    assertThat(figures.latencyMillis(99)).isEqualTo(99);
    assertThat(figures.sessionsPerSecond()).isEqualTo(50);
    assertThat(figures.cpuMillisPerSession()).isEqualTo(5);
  }

  @Test
  void takesASingleSessionForEveryPercentile() {
    Figures figures = figures(List.of(7 * MILLI), 7 * MILLI, MILLI);

    assertThat(figures.latencyMillis(50)).isEqualTo(7);
    assertThat(figures.latencyMillis(99)).isEqualTo(7);
  }

  @Test
  void putsEveryColumnUnderItsHeading() {
    Figures figures = figures(oneToAHundred, 2_000 * MILLI, 500 * MILLI);

    assertThat(figures.row()).hasSameSizeAs(Figures.heading());
  }

  private static Figures figures(List<Long> latencies, long elapsed, long cpu) {
    return new Figures(1, new Load.Size(2, latencies.size(), 4), latencies, elapsed, cpu);
  }
}
