package tutti.cli.lotus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.chain.TransactionFormat;
import tutti.chain.Txid;
import tutti.chain.doubles.ChronikDouble;
import tutti.chain.doubles.FakeChain;
import tutti.cli.Run;
import tutti.cli.serve.PrivateCluster;
import tutti.musig2.Bytes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.transactions.bitcoin.Outpoint;

/** Transactions of the Lotus chain: looked at, and announced to signers. */
class LotusSigningTest {
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");
  private static final String ONE =
      "02728435fc77e4a073fa668fbce1f462b9a56c4491a43e93ddb4c42050abad1986";
  private static final String TWO =
      "03ef4fb075294450afbd5e2ae029bb804783556f6324e2a49217dcc3e7518ae37d";
  private static final String TAPROOT =
      "62512102447f153fc701cc39ee6f479789de21f1526bf24572367758e8bfce8878d8b408";
  private static final String TRANSACTION =
      "02000000018b4076aff2ff02f8fe2525fc5839ffa81a88fd9b78453f8ed792d5e0780fe692ffffffff00ffff"
          + "ffff01bd4a397200000000246251210261e4c276c14fb9067145887ec0f38e858fd0be4ff42ebe60af4e66"
          + "eb61480f0d00000000";

  @TempDir static Path folder;
  static TuttiNode node;
  static String alice;
  static String bob;

  @BeforeAll
  static void startServicesAndMakeKeys() {
    node =
        PrivateCluster.start(Settings.load(PrivateCluster.flags(Map.of()), Map.of()))
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
  void showsWhatAGroupFunds() {
    JsonNode shown = Run.of("lotus", "address", TWO, ONE, "--network=regtest", "--json").json();

    assertThat(shown.at("/taproot/script").asText()).isEqualTo(TAPROOT);
    assertThat(shown.at("/taproot/address").asText())
        .isEqualTo("lotusRJEfoKq9tZHv8WZkRRt87yrezFuSkNJMXEWKofPZiZCVxxbq1mej");
    assertThat(Run.of("lotus", "address", ONE, TWO).out())
        .contains(
            "taproot          lotus_JEfoKq9tZHv8WZkRRt87yrezFuSkNJMXEWKofPZiZCVxxZeURhz",
            "public key hash  lotus_16PSJPmg2KBLzTVnHy382XNwY8dDTWB8xi4AWU16F");
    assertThat(Run.of("lotus", "address", ONE, TWO, "--network=signet").err())
        .contains("error: MALFORMED");
    assertThat(Run.of("lotus", "address", ONE, ONE).err()).contains("error: INVALID_KEY");
  }

  @Test
  void showsWhatATransactionDoes() throws IOException {
    String spent = "--spent=1916358025:" + TAPROOT;
    String keys = "--key=%s,%s".formatted(ONE, TWO);
    Path file = Files.writeString(folder.resolve("tx.hex"), TRANSACTION + "\n");

    JsonNode shown = Run.of("lotus", "inspect", file.toString(), spent, keys, "--json").json();

    assertThat(shown.get("txid").asText())
        .isEqualTo("5ae3afdcedefbed07da1e2ce08af195dd43511a5efc9905b4879567f25efcd65");
    assertThat(shown.get("fee").asLong()).isEqualTo(1916358025L - 0x72394abdL);
    assertThat(shown.at("/items/0/message").asText())
        .isEqualTo("18bc7ec40e39df4b227fcf8cea0233745343d832e423eebed41532c6be4078de");
    assertThat(shown.at("/items/0/sighashType").asText()).isEqualTo("61");
    assertThat(Run.reading(TRANSACTION, "lotus", "inspect", "-", spent, keys).out())
        .isEqualTo(Run.of("lotus", "inspect", TRANSACTION, spent, keys).out())
        .contains("input 0   1916358025 sat from lotus_JEfoKq9tZ", "taproot", "fee ");
    assertThat(Run.of("lotus", "inspect", TRANSACTION, spent, "--key=" + ONE).err())
        .contains("error: NOT_A_PARTICIPANT");
    assertThat(Run.of("lotus", "inspect", TRANSACTION + "00", spent, keys).err())
        .contains("error: MALFORMED");
    assertThat(Run.of("lotus", "inspect", TRANSACTION, "--spent=" + TAPROOT, keys).err())
        .contains("error: MALFORMED: --spent AMOUNT:SCRIPT");
    assertThat(Run.of("lotus", "inspect", "nowhere", spent, keys).exitCode()).isNotZero();
  }

  @Test
  void saysWhereTheFeeIsOnlyWhatSomebodySays() {
    JsonNode group = Run.of("lotus", "address", ONE, TWO, "--json").json();
    String hash = group.at("/pubkeyHash/script").asText();
    String keys = "--key=%s,%s".formatted(ONE, TWO);
    String[] words = {"lotus", "inspect", transaction(), keys, "--spent=5000:" + hash};

    Run hashes = Run.of(append(words, "--spent=6000:" + hash));
    Run mixed = Run.of(append(words, "--spent=6000:" + TAPROOT));
    Run others = Run.of(append(words, "--spent=6000:51", "--json"));

    assertThat(hashes.out())
        .contains("fee       1000 sat", "CAUTION   that is the fee if the amounts are true");
    assertThat(mixed.out()).contains("fee       1000 sat\n");
    assertThat(others.json().get("feeBound").asBoolean()).isFalse();
    assertThat(others.json().at("/inputs/1/signing").asText()).isEqualTo("of others");
    assertThat(others.json().at("/inputs/1/from").asText()).isEqualTo("script 51");
  }

  @Test
  void signsATransactionOfTwoInputs() {
    JsonNode group = Run.of("lotus", "address", alice, bob, "--json").json();
    String[] announcement = {
      "lotus",
      "announce",
      "--yes",
      transaction(),
      "--spent=5000:" + group.at("/taproot/script").asText(),
      "--spent=6000:" + group.at("/pubkeyHash/script").asText(),
      "--key=" + bob,
      "--key-file=" + key("alice"),
      "--json",
      "--wait"
    };
    var announcing = CompletableFuture.supplyAsync(() -> run(announcement));
    JsonNode request = openRequest();
    String id = request.get("requestId").asText();

    assertThat(request.at("/transaction/fee").asLong()).isEqualTo(1_000);
    String[] joining = {"join", "--yes", id, "--key-file=" + key("bob"), "--json"};
    assertThat(run(append(joining, "--max-fee=999")).err())
        .contains("error: REFUSED_BY_POLICY: a fee of 1000 sat");
    Run joined = run(joining);
    Run announced = announcing.join();

    assertThat(joined.exitCode()).as(joined.err()).isZero();
    assertThat(announced.out()).isEqualTo(joined.out());
    assertThat(joined.err())
        .contains("fee       1000 sat", "5000 sat from lotus_", "suite     lotus");
    JsonNode result = joined.json();
    assertThat(result.get("complete").asBoolean()).isTrue();
    assertThat(result.get("txid")).isEqualTo(request.at("/transaction/txid"));
    assertThat(result.get("tx").asText())
        .contains(
            "4241" + result.at("/items/0/signature").asText() + "61",
            "6441" + result.at("/items/1/signature").asText() + "4121");
  }

  @Test
  void announcesNothingUnfundedAndBringsOutWhatIsSigned() {
    FakeChain chain = new FakeChain(TransactionFormat.LOTUS);
    String script =
        Run.of("lotus", "address", alice, bob, "--json").json().at("/taproot/script").asText();
    Outpoint funded = chain.fund(Bytes.fromHex(script), 5_000);
    try (ChronikDouble server = ChronikDouble.lotus(chain)) {
      String[] way = {"--chain=chronik-lotus+" + server.address(), "--chain-interval=100ms"};
      String[] announcement =
          append(
              new String[] {"lotus", "announce", "--yes", spending(funded), "--wait", "--json"},
              "--spent=5000:" + script,
              "--key=" + bob,
              "--key-file=" + key("alice"),
              "--broadcast");
      assertThat(run(append(append(announcement, way), "--await-funding=1ms")).err())
          .contains("error: REFUSED_BY_POLICY: funding: ");

      chain.mine();
      var announcing = CompletableFuture.supplyAsync(() -> run(append(announcement, way)));
      String id = openRequest().get("requestId").asText();
      String[] joining = {"join", "--yes", id, "--key-file=" + key("bob"), "--json"};
      Run joined = run(append(joining, way));

      String txid = joined.json().path("txid").asText();
      assertThat(joined.exitCode()).as(joined.err()).isZero();
      assertThat(announcing.join().out()).isEqualTo(joined.out());
      assertThat(announcing.join().err()).contains("seen on the chain: " + txid);
      assertThat(chain.find(Txid.of(txid))).isPresent();
    }
  }

  /** One input, and an output of 4,000 satoshis. */
  private static String spending(Outpoint funded) {
    String input = funded.txid().hex() + "%02x000000".formatted(funded.index()) + "00" + "ffffffff";
    String output = "a00f000000000000" + "19" + "76a914" + "cc".repeat(20) + "88ac";
    return "02000000" + "01" + input + "01" + output + "00000000";
  }

  /** Two inputs of 5,000 and 6,000 satoshis, and an output of 10,000. */
  private static String transaction() {
    String first = "aa".repeat(32) + "00000000" + "00" + "ffffffff";
    String second = "bb".repeat(32) + "01000000" + "00" + "ffffffff";
    String output = "1027000000000000" + "19" + "76a914" + "cc".repeat(20) + "88ac";
    return "02000000" + "02" + first + second + "01" + output + "00000000";
  }

  private static JsonNode openRequest() {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> run("requests", "--key", bob, "--state=open", "--json").json().get("requests"),
            found -> !found.isEmpty())
        .get(0);
  }

  private static String keygen(String name) {
    Run run = Run.with(SECRET, "keygen", "--key-file", key(name), "--json");
    return run.json().get("publicKey").asText();
  }

  private static String key(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  private static String[] append(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  private static Run run(String... words) {
    Settings settings = node.context().settings();
    return Run.with(
        SECRET,
        append(
            words,
            "--cluster-port=" + settings.get(Settings.CLUSTER_PORT),
            "--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0),
            "--cluster-name=" + settings.get(Settings.CLUSTER_NAME)));
  }
}
