package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tutti.cli.Main;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;

/** The short version of {@code tutti chaos}: what happens to processes happens to real ones. */
class ChaosTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private java.nio.file.Path logs;

  @Test
  void losesNothingWhenProcessesAreRestartedAndKilled() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(stream(out), stream(err), Map.of());

    int code =
        Main.run(
            terminal,
            "chaos",
            "--faults=rolling,kill",
            "--restarts=1",
            "--kills=3",
            "--duration=1s",
            "--data-members=2",
            "--concurrency=20",
            "--thinking=2s",
            "--patience=2m",
            "--takeover=1h", // of the machine that runs this, nothing is known
            "--heap=256m",
            "--jvm-flag=-XX:TieredStopAtLevel=1",
            "--jvm-flag=-XX:+UseSerialGC",
            "--logs=" + logs,
            "--json");

    String told = err.toString(StandardCharsets.UTF_8);
    assertThat(code).as(told).isZero();
    JsonNode report = Wire.mapper().readTree(out.toByteArray());
    assertThat(report.get("faults")).hasSize(4);
    assertThat(report.get("faults").findValuesAsText("kind"))
        .containsExactly("restart", "kill", "kill", "kill");
    assertThat(report.get("faults").findValuesAsText("target"))
        .element(1)
        .asString()
        .startsWith("session-");
    assertThat(report.at("/sessions/completed").asInt())
        .isPositive()
        .isEqualTo(report.at("/sessions/started").asInt());
    assertThat(report.get("acknowledged").asInt()).isPositive();
    assertThat(report.get("acknowledgedButMissing").asInt()).isZero();
    assertThat(report.get("invalidResults").asInt()).isZero();
    assertThat(report.get("usedTwice").asInt()).isZero();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
