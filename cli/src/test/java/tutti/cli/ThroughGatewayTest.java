package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");
  private static final String MESSAGE = "ab".repeat(32);

  @TempDir static Path folder;
  static TuttiNode node;
  static String url;

  @BeforeAll
  static void startServices() {
    Map<String, String> flags = PrivateCluster.flags(Map.of("http-port", "0"));
    node =
        PrivateCluster.start(Settings.load(flags, Map.of()))
            .compose(started -> Service.deploy(started, EnumSet.of(Service.GATEWAY)))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    url = GatewayVerticle.origin(node.context().vertx());
  }

  @AfterAll
  static void stopServices() {
    node.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void signsBetweenTwoCommands() {
    String alice = keygen("alice");
    String bob = keygen("bob");
    assertThat(ok(by("bob", "advertise", "--type", "edge"))).contains(bob);
    assertThat(ok(run("signers", "--type", "edge"))).contains(bob);
    var announcing =
        CompletableFuture.supplyAsync(
            () ->
                by(
                    "alice",
                    "announce",
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
        .until(() -> !run("requests", "--key", bob, "--json").json().get("requests").isEmpty());

    Run joined = by("bob", "join", "--all", "--json");

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

  private static String keygen(String name) {
    Run run = Run.with(SECRET, "keygen", "--key-file", file(name), "--json");
    return run.json().get("publicKey").asText();
  }

  private static String file(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  private static String ok(Run run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static Run by(String name, String... arguments) {
    return run(
        Stream.concat(Stream.of(arguments), Stream.of("--key-file", file(name)))
            .toArray(String[]::new));
  }

  private static Run run(String... arguments) {
    return Run.with(
        SECRET,
        Stream.concat(Stream.of(arguments), Stream.of("--url", url)).toArray(String[]::new));
  }
}
