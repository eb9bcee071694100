package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");
  private static final String MESSAGE = "ab".repeat(32);

  @TempDir static Path folder;
  static TuttiNode node;
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
    alice = keygen("alice");
    bob = keygen("bob");
  }

  @AfterAll
  static void stopServices() {
    node.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void advertisesFindsAndWithdraws() {
    assertThat(ok(by("alice", "advertise", "--type", "rent", "--fee", "7"))).contains(alice);

    assertThat(ok(run("signers", "--type", "rent"))).contains(alice, "fee 7");
    assertThat(run("signers", "--type", "rent", "--max-fee", "6", "--json").json().get("signers"))
        .isEmpty();
    assertThat(ok(by("alice", "withdraw"))).contains("withdrawn");
    assertThat(ok(run("signers", "--type", "rent"))).contains("no signers found");
    assertThat(ok(by("alice", "withdraw"))).contains("there was nothing to withdraw");
  }

  @Test
  void signsBetweenTwoCommands() {
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
                    "a test",
                    "--broadcast",
                    "--wait",
                    "--json"));
    String request = openRequestOf(bob);

    Run joined = by("bob", "join", request, "--json");
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
                by(
                    "alice",
                    "announce",
                    "--key",
                    bob,
                    "--message",
                    MESSAGE,
                    "--suite",
                    "lotus",
                    "--wait",
                    "--json"));
    String request = openRequestOf(bob);
    assertThat(ok(run("requests", "--key", bob))).contains("suite     lotus");

    Run joined = by("bob", "join", request, "--json");

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

  private static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }

  private static void confirms(String request, String signature) {
    String session = run("status", request, "--json").json().get("sessionId").asText();
    assertThat(ok(run("status", session))).contains("COMPLETE", signature, "AWAITING_BROADCAST");
    boolean aliceFirst = alice.compareTo(bob) < 0;
    String coordinator = aliceFirst ? "alice" : "bob";

    Run early = by(aliceFirst ? "bob" : "alice", "confirm", session);
    assertThat(early.err()).startsWith("error: CONFLICT: ");

    ok(by(coordinator, "confirm", session, "--reference", "tx 1"));
    assertThat(ok(run("status", session))).contains("BROADCAST_CONFIRMED", "tx 1");
    assertThat(run("evidence", session).err()).startsWith("error: NOT_FOUND: ");
    assertThat(by("bob", "abort", session).err()).startsWith("error: WRONG_PHASE: ");
  }

  @Test
  void declinesAndCancels() {
    String declined = announce("first");
    assertThat(ok(by("bob", "decline", declined, "--reason", "too dear"))).contains("DECLINED");
    assertThat(ok(run("status", declined))).contains("DECLINED (too dear)");
    assertThat(by("bob", "join", declined).err()).contains("error: WRONG_PHASE: ");

    String cancelled = announce("second");
    assertThat(by("bob", "cancel", cancelled).err()).startsWith("error: NOT_A_PARTICIPANT: ");
    assertThat(ok(by("alice", "cancel", cancelled))).contains("CANCELLED");
    assertThat(ok(run("requests", "--key", bob, "--state", "cancelled"))).contains(cancelled);
  }

  @Test
  void abortsAndRetries() {
    String request = announce("third");
    var joining = CompletableFuture.supplyAsync(() -> by("bob", "join", request, "--json"));
    String session = sessionOf(request);

    assertThat(ok(by("alice", "abort", session, "--reason", "not now"))).contains("ABORTED");
    assertThat(joining.join().exitCode()).isEqualTo(1);
    assertThat(joining.join().json().at("/error/message").asText()).contains("not now");

    var again = CompletableFuture.supplyAsync(() -> by("bob", "retry", session, "--wait"));
    awaitRetry(session);
    ok(by("alice", "join", request));
    assertThat(ok(again.join())).contains("signature");
  }

  @Test
  void saysThatThereIsNoSuchThing() {
    Run run = run("status", "00".repeat(32));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: NOT_FOUND: no session and no request has this id");
  }

  @Test
  void saysThatThereIsNoCluster() {
    Run run = run("signers", "--cluster-name", "elsewhere", "--timeout", "500ms", "--json");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().at("/error/code").asText()).isEqualTo("UNAVAILABLE");
    assertThat(run.err()).contains("error: UNAVAILABLE: found no cluster 'elsewhere'");
  }

  private static String announce(String purpose) {
    Run run =
        by("alice", "announce", "--key", bob, "--message", MESSAGE, "--purpose", purpose, "--json");
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

  /** A command that speaks for somebody. */
  private static Run by(String name, String... arguments) {
    return run(
        Stream.concat(Arrays.stream(arguments), Stream.of("--key-file", file(name)))
            .toArray(String[]::new));
  }

  /** A command at this test's cluster, unless it names another one itself. */
  private static Run run(String... arguments) {
    Settings settings = node.context().settings();
    Stream<String> here =
        Stream.of(
            "--cluster-port=" + settings.get(Settings.CLUSTER_PORT),
            "--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0));
    Stream<String> name =
        Arrays.asList(arguments).contains("--cluster-name")
            ? Stream.of()
            : Stream.of("--cluster-name=" + settings.get(Settings.CLUSTER_NAME));
    return Run.with(
        SECRET,
        Stream.concat(Arrays.stream(arguments), Stream.concat(here, name)).toArray(String[]::new));
  }
}
