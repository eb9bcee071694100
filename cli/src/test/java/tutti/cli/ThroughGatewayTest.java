package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tutti.cli.KeyCommands.ok;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.cli.serve.PrivateCluster;
import tutti.cli.serve.Service;
import tutti.gateway.GatewayVerticle;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** Signer commands from outside the cluster. */
class ThroughGatewayTest {
  private static final String MESSAGE = "ab".repeat(32);

  @TempDir static Path folder;
  static TuttiNode node;
  static KeyCommands commands;

  @BeforeAll
  static void startServices() {
    Map<String, String> flags = PrivateCluster.flags(Map.of("http-port", "0"));
    node =
        PrivateCluster.start(Settings.load(flags, Map.of()))
            .compose(started -> Service.deploy(started, EnumSet.of(Service.GATEWAY)))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    String url = GatewayVerticle.origin(node.context().vertx());
    commands = new KeyCommands(folder, given -> List.of("--url", url));
  }

  @AfterAll
  static void stopServices() {
    node.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void signsBetweenTwoCommands() {
    String alice = commands.keygen("alice");
    String bob = commands.keygen("bob");
    assertThat(ok(commands.by("bob", "advertise", "--type", "edge"))).contains(bob);
    assertThat(ok(commands.run("signers", "--type", "edge"))).contains(bob);
    var announcing =
        CompletableFuture.supplyAsync(
            () ->
                commands.by(
                    "alice",
                    "announce",
                    "--yes",
                    "--key",
                    bob,
                    "--message",
                    MESSAGE,
                    "--purpose",
                    "edge",
                    "--wait",
                    "--json"));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                !commands.run("requests", "--key", bob, "--json").json().get("requests").isEmpty());

    Run joined = commands.by("bob", "join", "--yes", "--all", "--json");

    ok(joined);
    Run announced = announcing.join();
    ok(announced);
    String key = announced.json().get("aggregatePublicKey").asText();
    String signature = announced.json().at("/items/0/signature").asText();
    assertThat(IndependentBip340.isValid(key, MESSAGE, signature)).isTrue();
    assertThat(alice).isNotEqualTo(bob);
  }

  @Test
  void saysThatThereIsNoGateway() {
    Run run = Run.of("status", "ab".repeat(32), "--url=http://127.0.0.1:1", "--timeout=300ms");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: UNAVAILABLE: there is no connection to the gateway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tutti.example", "ftp://tutti.example", "http://a.example/path"})
  void refusesAnAddressThatIsNone(String address) {
    Run run = Run.of("status", "ab".repeat(32), "--url=" + address);

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).startsWith("error: MALFORMED: --url: ");
  }
}
