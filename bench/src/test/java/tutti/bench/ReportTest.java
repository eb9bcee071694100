package tutti.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final String ENGINE = "bouncycastle";

  private final Report report =
      new Report(
          List.of(
              row(Operation.VERIFY_SCHNORR, 2, 40, 150),
              row(Operation.AGGREGATE_KEYS, 100, 3400, 6800),
              row(Operation.AGGREGATE_NONCES, 100, 1000, 3050),
              row(Operation.COORDINATE, 100, 4500, 10500)));

  @Test
  void comparesWithTheBindingOfTheSameRow() {
    assertThat(report.lines()).anyMatch(line -> line.matches("verifySchnorr .* 150 \\( 3.75\\).*"));
    assertThat(report.json().at("/operations/1/contenders/bouncycastle/ratio").asDouble())
        .isEqualTo(2);
  }

  @Test
  void comparesACoordinatorWithItsParts() {
    assertThat(report.coordinatorShare(ENGINE)).contains(1.05);
    assertThat(report.json().at("/coordinatorShare/bouncycastle").asDouble()).isEqualTo(1.05);
  }

  @Test
  void saysNothingOfACoordinatorWhosePartsWereNotMeasured() {
    Report without = new Report(report.rows().subList(1, 4));

    assertThat(without.coordinatorShare(ENGINE)).isEmpty();
    assertThat(without.lines()).noneMatch(line -> line.startsWith("Coordinator"));
  }

  private static Row row(Operation operation, int signers, double binding, double engine) {
    Map<String, Row.Figure> figures =
        Contenders.names().stream().collect(Collectors.toMap(name -> name, name -> figure(engine)));
    figures.put(BindingContender.NAME, figure(binding));
    return new Row(operation, signers, figures);
  }

  private static Row.Figure figure(double micros) {
    return new Row.Figure(micros, micros, 0);
  }
}
