package tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openjdk.jmh.runner.RunnerException;

@EnabledIf("tutti.bench.Contenders#areHere")
class PlanTest {
  private final List<String> announced = new ArrayList<>();

  @Test
  void runsEveryBenchmarkForEveryContender() throws RunnerException {
    List<Row> rows = once("").run(announced::add);

    assertThat(announced).hasSize(17);
    assertThat(rows).hasSize(17);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.figures()).containsOnlyKeys(Contenders.names()));
    assertThat(rows)
        .flatExtracting(row -> row.figures().values())
        .allSatisfy(figure -> assertThat(figure.least()).isPositive());
  }

  @Test
  void leavesOutWhatWasNotAskedFor() throws RunnerException {
    List<Row> rows = once("aggregatePartials").run(announced::add);

    assertThat(announced)
        .containsExactly("aggregatePartials, 2 signers", "aggregatePartials, 100 signers");
    assertThat(rows).extracting(Row::signers).containsExactly(2, 100);
  }

  @Test
  void refusesToMeasureNothing() {
    assertThatThrownBy(() -> once("ecdsa").run(announced::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ecdsa");
  }

  /** One iteration each in this process: whether they run, not how fast. */
  private static Plan once(String only) {
    return new Plan(Pattern.compile(only), 0, 0, 1, 1, null);
  }
}
