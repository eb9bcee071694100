package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tutti.cli.KeyCommands.ok;
import static tutti.cli.KeyCommands.with;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.cli.serve.PrivateCluster;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** Every command of a signer against services that really run, each command as its own member. */
class SignerCommandsTest {
  private static final String MESSAGE = "ab".repeat(32);

  @TempDir static Path folder;
  static TuttiNode node;
  static KeyCommands commands;
  static String alice;
  static String bob;

  @BeforeAll
  static void startServicesAndMakeKeys() {
    Map<String, String> flags = PrivateCluster.flags(Map.of("advertisement-interval", "0"));
    node =
        PrivateCluster.start(Settings.load(flags, Map.of()))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    commands = new KeyCommands(folder, SignerCommandsTest::way);
    alice = commands.keygen("alice");
    bob = commands.keygen("bob");
  }

  @AfterAll
  static void stopServices() {
    node.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void advertisesFindsAndWithdraws() {
    assertThat(ok(commands.by("alice", "advertise", "--type", "rent", "--fee", "7")))
        .contains(alice);

    assertThat(ok(commands.run("signers", "--type", "rent"))).contains(alice, "fee 7");
    assertThat(
            commands
                .run("signers", "--type", "rent", "--max-fee", "6", "--json")
                .json()
                .get("signers"))
        .isEmpty();
    assertThat(ok(commands.by("alice", "withdraw"))).contains("withdrawn");
    assertThat(ok(commands.run("signers", "--type", "rent"))).contains("no signers found");
    assertThat(ok(commands.by("alice", "withdraw"))).contains("there was nothing to withdraw");
  }

  @Test
  void signsBetweenTwoCommands() {
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
                    "a test",
                    "--broadcast",
                    "--wait",
                    "--json"));
    String request = openRequestOf(bob);

    Run joined = commands.by("bob", "join", "--yes", request, "--json");
    Run announced = announcing.join();

    assertThat(ok(announced)).isEqualTo(ok(joined));
    String key = joined.json().get("aggregatePublicKey").asText();
    String signature = joined.json().at("/items/0/signature").asText();
    assertThat(IndependentBip340.isValid(key, MESSAGE, signature)).isTrue();
    assertThat(joined.err()).contains("a test", "session.complete");
    assertThat(announced.err() + joined.err()).contains("this signer is to broadcast");
    assertThat(
            ok(
                Run.of(
                    "verify",
                    "--key",
                    alice + "," + bob,
                    "--message",
                    MESSAGE,
                    "--signature",
                    signature)))
        .contains("valid under key " + key);
    confirms(request, signature);
  }

  @Test
  void signsInAnotherSuite() {
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
                    "--suite",
                    "lotus",
                    "--wait",
                    "--json"));
    String request = openRequestOf(bob);
    assertThat(ok(commands.run("requests", "--key", bob))).contains("suite     lotus");

    Run joined = commands.by("bob", "join", "--yes", request, "--json");

    assertThat(ok(announcing.join())).isEqualTo(ok(joined));
    assertThat(joined.json().get("suite").asText()).isEqualTo("lotus");
    String key = joined.json().get("aggregatePublicKey").asText();
    String signature = joined.json().at("/items/0/signature").asText();
    assertThat(key).hasSize(66).isEqualTo(joined.json().at("/items/0/publicKey").asText());
    List<String> verify =
        List.of(
            "verify", "--key", alice + "," + bob, "--message", MESSAGE, "--signature", signature);
    assertThat(ok(Run.of(with(verify, "--suite", "lotus")))).contains("valid under key " + key);
    assertThat(Run.of(with(verify)).err()).startsWith("error: INVALID_SIGNATURE: ");
  }

  private static void confirms(String request, String signature) {
    String session = commands.run("status", request, "--json").json().get("sessionId").asText();
    assertThat(ok(commands.run("status", session)))
        .contains("COMPLETE", signature, "AWAITING_BROADCAST");
    boolean aliceFirst = alice.compareTo(bob) < 0;
    String coordinator = aliceFirst ? "alice" : "bob";

    Run early = commands.by(aliceFirst ? "bob" : "alice", "confirm", session);
    assertThat(early.err()).startsWith("error: CONFLICT: ");

    ok(commands.by(coordinator, "confirm", session, "--reference", "tx 1"));
    assertThat(ok(commands.run("status", session))).contains("BROADCAST_CONFIRMED", "tx 1");
    assertThat(commands.run("evidence", session).err()).startsWith("error: NOT_FOUND: ");
    assertThat(commands.by("bob", "abort", session).err()).startsWith("error: WRONG_PHASE: ");
  }

  @Test
  void declinesAndCancels() {
    String declined = announce("first");
    assertThat(ok(commands.by("bob", "decline", declined, "--reason", "too dear")))
        .contains("DECLINED");
    assertThat(ok(commands.run("status", declined))).contains("DECLINED (too dear)");
    assertThat(commands.by("bob", "join", "--yes", declined).err())
        .contains("error: WRONG_PHASE: ");

    String cancelled = announce("second");
    assertThat(commands.by("bob", "cancel", cancelled).err())
        .startsWith("error: NOT_A_PARTICIPANT: ");
    assertThat(ok(commands.by("alice", "cancel", cancelled))).contains("CANCELLED");
    assertThat(ok(commands.run("requests", "--key", bob, "--state", "cancelled")))
        .contains(cancelled);
  }

  @Test
  void abortsAndRetries() {
    String request = announce("third");
    var joining =
        CompletableFuture.supplyAsync(() -> commands.by("bob", "join", "--yes", request, "--json"));
    String session = sessionOf(request);

    assertThat(ok(commands.by("alice", "abort", session, "--reason", "not now")))
        .contains("ABORTED");
    assertThat(joining.join().exitCode()).isEqualTo(1);
    assertThat(joining.join().json().at("/error/message").asText()).contains("not now");

    var again =
        CompletableFuture.supplyAsync(
            () -> commands.by("bob", "retry", session, "--wait", "--yes"));
    awaitRetry(session);
    ok(commands.by("alice", "join", "--yes", request));
    assertThat(ok(again.join())).contains("signature");
  }

  @Test
  void saysThatThereIsNoSuchThing() {
    Run run = commands.run("status", "00".repeat(32));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: NOT_FOUND: no session and no request has this id");
  }

  @Test
  void saysThatThereIsNoCluster() {
    Run run =
        commands.run("signers", "--cluster-name", "elsewhere", "--timeout", "500ms", "--json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().at("/error/code").asText()).isEqualTo("UNAVAILABLE");
    assertThat(run.err()).contains("error: UNAVAILABLE: found no cluster 'elsewhere'");
  }

  private static String announce(String purpose) {
    Run run =
        commands.by(
            "alice",
            "announce",
            "--yes",
            "--key",
            bob,
            "--message",
            MESSAGE,
            "--purpose",
            purpose,
            "--json");
    ok(run);
    return run.json().get("requestId").asText();
  }

  private static String openRequestOf(String key) {
    var query = new RequestQuery(PublicKey.fromHex(key), List.of(RequestState.OPEN), null, null);
    List<RequestView> open =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> ask(RequestApi.FIND, query).requests(), found -> !found.isEmpty());
    return open.get(0).requestId().hex();
  }

  private static String sessionOf(String request) {
    var query = new GetRequest(RequestId.fromHex(request));
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> ask(RequestApi.GET, query).sessionId(), id -> id != null)
        .hex();
  }

  private static void awaitRetry(String session) {
    var query = new SessionQuery(SessionId.fromHex(session));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> ask(SessionApi.STATUS, query).nextSessionId() != null);
  }

  private static <Q, R> R ask(Operation<Q, R> operation, Q query) {
    return node.context()
        .bus()
        .request(operation, query)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** Leads to this test's cluster, unless a command names another one itself. */
  private static List<String> way(List<String> given) {
    Settings settings = node.context().settings();
    List<String> way = new ArrayList<>();
    way.add("--cluster-port=" + settings.get(Settings.CLUSTER_PORT));
    way.add("--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0));
    if (!given.contains("--cluster-name")) {
      way.add("--cluster-name=" + settings.get(Settings.CLUSTER_NAME));
    }
    return way;
  }
}
