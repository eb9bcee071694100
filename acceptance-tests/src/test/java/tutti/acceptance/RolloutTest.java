package tutti.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tutti.cli.Main;
import tutti.cli.rollout.Rollout;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;

/**
 * The short version of {@code tutti rollout}: what the chart starts finds itself by a name, and a
 * data member is replaced by one at another address without a session that fails.
 */
class RolloutTest {
  private static final Path MANIFESTS = Path.of("..", "deploy", "kubernetes", "tutti.yaml");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path logs;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void replacesADataMemberWhileSignersAreAtWork() throws IOException {
    assumeTrue(
        Rollout.isPermitted(),
        "needs network namespaces and names: root, with ip (iproute2), unshare and dnsmasq");

    int code =
        run(
            "--manifests=" + MANIFESTS,
            "--changes=restart,stop",
            "--services=session",
            "--restarts=1",
            "--replicas=1",
            "--name-delay=1s",
            "--concurrency=10",
            "--patience=2m", // of the machine that runs this, nothing is known
            "--heap=192m",
            "--jvm-flag=-XX:TieredStopAtLevel=1",
            "--jvm-flag=-XX:+UseSerialGC",
            "--logs=" + logs,
            "--json");

    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode report = Wire.mapper().readTree(out.toByteArray());
    assertThat(report.at("/sessions/completed").asInt())
        .isPositive()
        .isEqualTo(report.at("/sessions/started").asInt());
    assertThat(report.get("acknowledged").asInt()).isPositive();
    assertThat(report.get("acknowledgedButMissing").asInt()).isZero();
    assertThat(report.get("lostPartitions").asInt()).isZero();
    assertThat(report.findValuesAsText("what"))
        .containsExactly("install", "restart of session", "stop of all 7");
    List<String> names = report.get("pods").findValuesAsText("name");
    assertThat(names).hasSize(8).contains("session-4");
    assertThat(report.get("pods").findValuesAsText("address")).doesNotHaveDuplicates();
    assertThat(report.get("pods").findValuesAsText("exitCode")).hasSize(8).containsOnly("0");
  }

  @Test
  void refusesManifestsThatSayNothingOfTheServices() throws IOException {
    assumeTrue(Rollout.isPermitted(), "needs network namespaces and names");
    Path empty = Files.writeString(logs.resolve("empty.yaml"), "kind: Pod\n");

    assertThat(run("--manifests=" + empty, "--logs=" + logs)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("there is no headless Service that publishes addresses");
  }

  private int run(String... arguments) {
    Terminal terminal = new Terminal(stream(out), stream(err), Map.of());
    String[] all = new String[arguments.length + 1];
    all[0] = "rollout";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.run(terminal, all);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
