package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tutti.chain.regtest.RegtestNode;
import tutti.cli.Run;
import tutti.cli.serve.PrivateCluster;
import tutti.protocol.json.Wire;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/**
 * From an address of the group to a confirmed transaction, on the chain of a real node: every
 * command as a user types it. The node knows no {@code musig()}; it holds an ordinary wallet, and
 * is the judge.
 */
@EnabledIfEnvironmentVariable(
    named = RegtestNode.PROGRAMS,
    matches = ".+",
    disabledReason = RegtestNode.MISSING)
class RealChainTest {
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");
  private static final String BY_KEY = "tr(%s/<0;1>/*)".formatted(Fixtures.MUSIG);
  private static final String BY_SCRIPT_TOO =
      "tr(%1$s/<0;1>/*,pk(%1$s/<2;3>/*))".formatted(Fixtures.MUSIG);

  @TempDir static Path folder;
  static RegtestNode node;
  static TuttiNode services;
  static final Map<String, String> KEYS = new LinkedHashMap<>();

  @BeforeAll
  static void startEverything() throws Exception {
    node = RegtestNode.start(folder.resolve("node")).ready();
    services =
        PrivateCluster.start(Settings.load(PrivateCluster.flags(Map.of()), Map.of()))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    for (String name : List.of("alice", "bob", "carol")) {
      Run run = Run.with(SECRET, "keygen", "--key-file", key(name), "--json");
      KEYS.put(name, run.json().path("publicKey").asText());
    }
  }

  @AfterAll
  static void stopEverything() {
    services.close().toCompletionStage().toCompletableFuture().join();
    node.close();
  }

  /** Two inputs by the group's key, one by its script, and one of the node's wallet. */
  @Test
  void twoSignersBringOutWhatTheySpendTogetherWithTheWallet() throws Exception {
    JsonNode keyed = addresses(BY_KEY, 2);
    JsonNode scripted = addresses(BY_SCRIPT_TOO, 1);
    List<Coin> coins = new ArrayList<>();
    coins.add(fund(keyed, 0, "1.0"));
    coins.add(fund(keyed, 1, "0.5"));
    coins.add(fund(scripted, 0, "0.25"));
    coins.add(ofWallet());
    node.mine(1);
    String back = addresses(BY_KEY, 1, "--branch=1").at("/outputs/0/address").asText();
    String payee = node.rpc("getnewaddress", "", "bech32").asText();
    String old = node.rpc("getnewaddress", "", "legacy").asText();
    String created =
        create(coins, List.of(Map.of(payee, 1.2), Map.of(old, 0.1), Map.of(back, 0.9499)));
    String known = updated(created, BY_KEY, BY_SCRIPT_TOO);
    JsonNode walletSigned = node.rpc("walletprocesspsbt", known);
    String psbt = file(walletSigned.path("psbt").asText());

    Run shown = Run.of("psbt", "inspect", psbt, "--network=regtest");
    assertThat(shown.out())
        .contains("120000000 sat to " + payee + "\n", "10000000 sat to " + old + "\n")
        // One of the inputs is of another descriptor, so this cannot be told from a strange place.
        .contains("94990000 sat to " + back + " (NOT change");

    var announcing =
        CompletableFuture.supplyAsync(
            () -> run(announcement(psbt, "--script-path", "--broadcast", "--wait")));
    String request = openRequest("bob");
    Run joined = run(by("bob", "join", request, "--participant-key", participant(1)).toArray());
    Run announced = announcing.join();

    assertThat(joined.exitCode()).as(joined.err()).isZero();
    assertThat(announced.exitCode()).as(announced.err()).isZero();
    assertThat(joined.out()).isEqualTo(announced.out());
    assertThat(joined.err())
        .contains("input 0   100000000 sat", "key path, DEFAULT", "script path, DEFAULT")
        .contains("input 3", ", signed already", "pays      120000000 sat to " + payee);
    String txid = joined.json().path("txid").asText();
    assertThat(joined.json().path("complete").asBoolean()).isTrue();
    assertThat(List.of(joined.err(), announced.err()))
        .allSatisfy(told -> assertThat(told).contains("seen on the chain: " + txid));
    assertThat(node.rpc("getmempoolentry", txid).path("vsize").asInt()).isPositive();
    JsonNode inputs = node.rpc("getrawtransaction", txid, true).path("vin");
    assertThat(inputs.findValues("txinwitness"))
        .extracting(JsonNode::size)
        .containsExactly(1, 1, 3, 2);

    node.mine(1);
    assertThat(ok(Run.of(with("chain", "watch", txid)))).contains("1 confirmations, in block");
    String session = run("status", request, "--json").json().path("sessionId").asText();
    assertThat(ok(run("status", session))).contains("BROADCAST_CONFIRMED", txid);
  }

  /** The wallet signs last, and the transaction goes out by hand. */
  @Test
  void threeSignersLeaveTheLastWordToTheWalletAndTheNodeRefusesWhatWasTamperedWith()
      throws Exception {
    String descriptor = "tr(musig(%s))".formatted(String.join(",", KEYS.values()));
    JsonNode group = addresses(descriptor, 1);
    List<Coin> coins = List.of(fund(group, 0, "2.0"), ofWallet());
    node.mine(1);
    String payee = node.rpc("getnewaddress", "", "p2sh-segwit").asText();
    String created = create(coins, List.of(Map.of(payee, 2.4999)));
    String psbt = file(updated(created, descriptor));

    var announcing =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    by("alice", "psbt", "announce", psbt, "--wait")
                        .plus("--signer", KEYS.get("bob"), "--signer", KEYS.get("carol"))
                        .toArray()));
    String request = openRequest("bob");
    var joining = CompletableFuture.supplyAsync(() -> run(by("bob", "join", request).toArray()));
    Run joined = run(by("carol", "join", request).toArray());

    JsonNode result = joined.json();
    assertThat(joined.exitCode()).as(joined.err()).isZero();
    assertThat(result.path("complete").asBoolean()).isFalse();
    assertThat(ok(joining.join())).isEqualTo(joined.out());
    assertThat(ok(announcing.join())).isEqualTo(joined.out());
    assertThat(joined.err()).contains("249990000 sat to " + payee + "\n");
    String good = node.rpc("walletprocesspsbt", result.path("psbt").asText()).path("hex").asText();
    String signature = result.at("/items/0/signature").asText();
    String bad = good.replace(signature, flipped(signature));
    assertThat(node.rpc("testmempoolaccept", List.of(good)).at("/0/allowed").asBoolean()).isTrue();
    JsonNode verdict = node.rpc("testmempoolaccept", List.of(bad));
    assertThat(verdict.at("/0/allowed").asBoolean()).isFalse();
    assertThat(verdict.at("/0/reject-reason").asText()).contains("Invalid Schnorr signature");

    Run refused = Run.reading(bad, with("chain", "broadcast", "-"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("error: CONFLICT: chain: ", "Invalid Schnorr signature");
    String sent = ok(Run.reading(good, with("chain", "broadcast", "-")));
    assertThat(sent).startsWith("transaction  ");
    assertThat(ok(Run.reading(good, with("chain", "broadcast", "-")))).isEqualTo(sent);
    node.mine(1);
    assertThat(ok(Run.reading(good, with("chain", "broadcast", "-")))).isEqualTo(sent);
  }

  @Test
  void announcesNothingBeforeItsFundingIsConfirmed() throws Exception {
    JsonNode group = addresses(BY_KEY, 1, "--index=7");
    Coin coin = fund(group, 0, "0.3");
    String payee = node.rpc("getnewaddress").asText();
    String created = create(List.of(coin), List.of(Map.of(payee, 0.2999)));
    String psbt = file(updated(created, BY_KEY));

    Run early = run(announcement(psbt, "--wait", "--await-funding=1ms"));

    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.err())
        .contains("error: REFUSED_BY_POLICY: funding: ", "does not have 1 confirmations");
    assertThat(requests("bob")).isEmpty();

    var waiting = CompletableFuture.supplyAsync(() -> run(announcement(psbt, "--wait")));
    node.mine(1);
    ok(run("cancel", openRequest("bob"), "--key-file", key("alice")));
    assertThat(waiting.join().err()).containsIgnoringCase("cancel");
  }

  private record Coin(String txid, int index) {}

  private static JsonNode addresses(String descriptor, int count, String... more) {
    List<String> words = new ArrayList<>(List.of("address", descriptor, "--network=regtest"));
    words.addAll(List.of("--count=" + count, "--json"));
    words.addAll(List.of(more));
    Run run = Run.of(words.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private static Coin fund(JsonNode addresses, int place, String bitcoins) throws Exception {
    JsonNode output = addresses.path("outputs").path(place);
    String txid = node.pay(output.path("address").asText(), bitcoins);
    return new Coin(txid, node.indexOf(txid, output.path("script").asText()));
  }

  /** Half a bitcoin of the wallet itself, to SegWit version 0. */
  private static Coin ofWallet() throws Exception {
    String address = node.rpc("getnewaddress", "", "bech32").asText();
    String txid = node.pay(address, "0.5");
    String script = node.rpc("getaddressinfo", address).path("scriptPubKey").asText();
    return new Coin(txid, node.indexOf(txid, script));
  }

  private static String create(List<Coin> coins, List<Map<String, ?>> outputs) throws Exception {
    List<ObjectNode> inputs = new ArrayList<>();
    for (Coin coin : coins) {
      inputs.add(Wire.mapper().createObjectNode().put("txid", coin.txid).put("vout", coin.index));
    }
    return node.rpc("createpsbt", inputs, outputs).asText();
  }

  /** With what the node knows of the outputs that are spent, and the descriptors of the group. */
  private static String updated(String psbt, String... descriptors) throws Exception {
    List<String> words = new ArrayList<>(List.of("psbt", "update", "-", "--range=20"));
    Stream.of(descriptors).forEach(descriptor -> words.add("--descriptor=" + descriptor));
    String known = node.rpc("utxoupdatepsbt", psbt).asText();
    return ok(Run.reading(known, words.toArray(String[]::new))).strip();
  }

  private static String file(String psbt) throws IOException {
    return Fixtures.psbt(folder, psbt).toString();
  }

  private static String flipped(String hex) {
    return "%02x%s".formatted(Integer.parseInt(hex.substring(0, 2), 16) ^ 1, hex.substring(2));
  }

  private static String[] announcement(String psbt, String... more) {
    return by("alice", "psbt", "announce", psbt)
        .plus("--participant-key", participant(0))
        .plus("--signer", KEYS.get("bob") + "=" + Fixtures.ORIGINS.get(1))
        .plus(more)
        .toArray();
  }

  private static String participant(int index) {
    try {
      return Fixtures.key(folder, index).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String openRequest(String name) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> requests(name), found -> !found.isEmpty())
        .get(0)
        .path("requestId")
        .asText();
  }

  private static JsonNode requests(String name) {
    return run("requests", "--key", KEYS.get(name), "--state=open", "--json")
        .json()
        .get("requests");
  }

  private static String key(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  private static String ok(Run run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  /** Words of a command of somebody who has the node for a chain. */
  private record Words(List<String> words) {
    Words plus(String... more) {
      return new Words(Stream.concat(words.stream(), Arrays.stream(more)).toList());
    }

    String[] toArray() {
      return words.toArray(String[]::new);
    }
  }

  private static Words by(String name, String... words) {
    return new Words(List.of(with(words)))
        .plus("--key-file", key(name), "--yes", "--json", "--network=regtest");
  }

  private static String[] with(String... words) {
    return new Words(List.of(words))
        .plus("--chain", node.address(), "--chain-interval=200ms")
        .toArray();
  }

  private static Run run(String... words) {
    Settings settings = services.context().settings();
    return Run.with(
        SECRET,
        new Words(List.of(words))
            .plus(
                "--cluster-port=" + settings.get(Settings.CLUSTER_PORT),
                "--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0),
                "--cluster-name=" + settings.get(Settings.CLUSTER_NAME))
            .toArray());
  }
}
