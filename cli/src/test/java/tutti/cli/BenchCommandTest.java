package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void measuresRealSessions() {
    Run run =
        Run.of(
            "bench", "--signers=2", "--sessions=3", "--concurrency=2", "--processes=1", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().get("counted").asText()).contains("A session is everything");
    var figures = run.json().at("/runs/0");
    assertThat(figures.get("sessions").asInt()).isEqualTo(3);
    assertThat(figures.get("sessionsPerSecond").asDouble()).isPositive();
    assertThat(figures.at("/latencyMillis/p50").asDouble()).isPositive();
    assertThat(figures.get("cpuMillisPerSession").asDouble()).isPositive();
  }
}
