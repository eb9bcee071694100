package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.chain.TransactionFormat;
import tutti.chain.Txid;
import tutti.chain.doubles.ChronikDouble;
import tutti.chain.doubles.EsploraDouble;
import tutti.chain.doubles.FakeChain;
import tutti.cli.Run;
import tutti.cli.serve.PrivateCluster;
import tutti.musig2.Bytes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.psbt.Psbt;

/**
 * Two signers of a PSBT with a chain: from an output that is not there yet to one that is spent.
 */
class PsbtChainTest {
  private static final Map<String, String> SECRET = Map.of("TUTTI_PASSPHRASE", "secret");
  private static final Bytes SCRIPT =
      Bytes.fromHex("51203504229ce8b20ca5ec793b339029a7b55e421ba20d65fbfc1f8a1b7fab433595");
  private static final long AMOUNT = 150_000_000;

  /** Of the recorded transaction's input, in the order of the hash. */
  private static final String RECORDED =
      "592bc0d0574bd3dd46f35127a81f8b394b23695e44246734c76c345988f2faa2";

  @TempDir static Path folder;
  static TuttiNode node;
  static String bob;

  private final FakeChain chain = new FakeChain(TransactionFormat.BITCOIN);
  private final EsploraDouble esplora = EsploraDouble.of(chain);
  private final ChronikDouble chronik = ChronikDouble.inNode(chain);

  @BeforeAll
  static void startServicesAndMakeKeys() {
    node =
        PrivateCluster.start(Settings.load(PrivateCluster.flags(Map.of()), Map.of()))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    keygen("alice");
    bob = keygen("bob");
  }

  @AfterAll
  static void stopServices() {
    node.close().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void stopServers() {
    esplora.close();
    chronik.close();
  }

  @Test
  void awaitsTheFundingSignsBroadcastsAndStaysUntilTheTransactionIsOut() throws IOException {
    String psbt = psbt(chain.fund(SCRIPT, AMOUNT)).toString();
    var announcing = CompletableFuture.supplyAsync(() -> announce(psbt, "10m"));
    await().atMost(Duration.ofMinutes(1)).until(() -> esplora.asked().size() > 10);
    assertThat(requests()).isEmpty();

    chain.mine();
    String request =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(PsbtChainTest::requests, found -> !found.isEmpty())
            .get(0)
            .path("requestId")
            .asText();
    Run joined =
        run(
            "join",
            "--yes",
            request,
            "--json",
            "--key-file",
            key("bob"),
            "--participant-key",
            participant(1));

    Run announced = announcing.join();
    assertThat(announced.exitCode()).as(announced.err()).isZero();
    assertThat(joined.exitCode()).as(joined.err()).isZero();
    Txid txid = Txid.of(joined.json().path("txid").asText());
    assertThat(chain.find(txid)).isPresent();
    assertThat(joined.err()).contains("seen on the chain: " + txid);
    assertThat(announced.err()).contains("seen on the chain: " + txid);
    assertThat(announced.err() + joined.err()).doesNotContain("tutti confirm");
  }

  @Test
  void takesNoPartInSpendingWhatIsNotConfirmed() throws IOException {
    String psbt = psbt(chain.fund(SCRIPT, AMOUNT)).toString();

    Run announced = announce(psbt, "1ms");

    assertThat(announced.exitCode()).isEqualTo(1);
    assertThat(announced.err())
        .contains("error: REFUSED_BY_POLICY: funding: ", "does not have 1 confirmations");
    assertThat(requests()).isEmpty();
  }

  private Run announce(String psbt, String patience) {
    return run(
        "psbt",
        "announce",
        "--yes",
        psbt,
        "--wait",
        "--json",
        "--broadcast",
        "--key-file",
        key("alice"),
        "--participant-key",
        participant(0),
        "--signer",
        bob + "=" + Fixtures.ORIGINS.get(1),
        "--await-funding",
        patience);
  }

  /** The recorded transaction, spending an output of this chain. */
  private static Path psbt(Outpoint funded) throws IOException {
    String hex = Psbt.decodeBase64(Fixtures.CREATED).encode().hex();
    String mine = hex.replace(RECORDED, funded.txid().hex());
    return Fixtures.psbt(folder, Psbt.decode(Bytes.fromHex(mine)).encodeBase64());
  }

  private static String participant(int index) {
    try {
      return Fixtures.key(folder, index).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode requests() {
    return Run.with(SECRET, inCluster("requests", "--key", bob, "--state=open", "--json"))
        .json()
        .path("requests");
  }

  private static String keygen(String name) {
    return Run.with(SECRET, "keygen", "--key-file", key(name), "--json")
        .json()
        .path("publicKey")
        .asText();
  }

  private static String key(String name) {
    return folder.resolve(name + ".pem").toString();
  }

  /** With the chain. */
  private Run run(String... words) {
    List<String> all = new ArrayList<>(List.of(inCluster(words)));
    all.addAll(List.of("--chain", "esplora+" + esplora.address()));
    all.addAll(List.of("--chain", "chronik+" + chronik.address()));
    all.addAll(List.of("--chain-interval", "100ms"));
    return Run.with(SECRET, all.toArray(String[]::new));
  }

  private static String[] inCluster(String... words) {
    Settings settings = node.context().settings();
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--cluster-port=" + settings.get(Settings.CLUSTER_PORT));
    all.add("--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0));
    all.add("--cluster-name=" + settings.get(Settings.CLUSTER_NAME));
    return all.toArray(String[]::new);
  }
}
