package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.chain.TransactionFormat;
import tutti.chain.Txid;
import tutti.chain.doubles.BitcoindDouble;
import tutti.chain.doubles.ChronikDouble;
import tutti.chain.doubles.EsploraDouble;
import tutti.chain.doubles.FakeChain;
import tutti.chain.doubles.Mischief;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;

class ChainCommandsTest {
  private static final Bytes SCRIPT = Bytes.fromHex("76a914" + "11".repeat(20) + "88ac");

  private final FakeChain chain = new FakeChain(TransactionFormat.BITCOIN);
  private final EsploraDouble esplora = EsploraDouble.of(chain).knowing(SCRIPT);
  private final ChronikDouble chronik = ChronikDouble.inNode(chain);

  @AfterEach
  void close() {
    esplora.close();
    chronik.close();
  }

  @Test
  void showsTheNewestBlockByWhicheverServerAnswers() {
    esplora.misbehave(Mischief.DOWN);

    Run run = run("tip", "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.json().path("hash").asText()).isEqualTo(chain.tip().hash());
  }

  @Test
  void showsATransactionWithItsOutputs() {
    Outpoint funded = chain.fund(SCRIPT, 5_000);
    chain.mine();
    String txid = new Txid(funded.txid()).text();

    Run run = run("tx", txid, "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.json().path("confirmations").asInt()).isEqualTo(1);
    assertThat(run.json().at("/outputs/1/amount").asLong()).isEqualTo(5_000);
    assertThat(run("tx", txid).out()).contains("1 confirmations, in block 1 ");
  }

  @Test
  void waitsForAPaymentToAScript() {
    chain.fund(SCRIPT, 4_999);
    Outpoint funded = chain.fund(SCRIPT, 5_000);
    chain.mine();

    Run run = run("watch", "--script", SCRIPT.hex(), "--amount", "5000", "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.json().path("txid").asText()).isEqualTo(new Txid(funded.txid()).text());
    assertThat(run.err()).contains("seen with 1 confirmations");
  }

  @Test
  void givesUpWaitingInTime() {
    Outpoint funded = chain.fund(SCRIPT, 5_000);

    Run run = run("watch", funded.toString(), "--wait-at-most", "700ms");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("seen, waits for a block", "error: TIMEOUT: chain: ");
  }

  @Test
  void broadcastsFromStdinOnceAndAgain() {
    Outpoint funded = chain.fund(SCRIPT, 5_000);
    BitcoinTransaction spender = spend(funded);

    for (int i = 0; i < 2; i++) {
      Run run = Run.reading(spender.serialized().hex() + "\n", arguments("broadcast", "-"));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains(TransactionFormat.BITCOIN.identity(spender).text());
    }
    assertThat(chain.find(TransactionFormat.BITCOIN.identity(spender))).isPresent();
  }

  @Test
  void saysWhyATransactionIsNotTaken() {
    Outpoint nowhere = new Outpoint(Txid.of("77".repeat(32)).hash(), 0);

    Run run = Run.reading(spend(nowhere).serialized().hex(), arguments("broadcast", "-"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("error: CONFLICT: chain: ", "missingorspent");
  }

  @Test
  void saysThatNobodyKnowsATransaction() {
    Run run = run("tx", "77".repeat(32));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("error: NOT_FOUND: chain: ");
  }

  @Test
  void takesThePasswordOfANodeFromTheEnvironmentAndShowsItNowhere() {
    try (BitcoindDouble node = BitcoindDouble.of(chain, "Basic bWU6c2VzYW1l", true)) {
      String address = "bitcoind+" + node.address() + "?user=me";
      String[] fee = {"chain", "fee", "--verbose", "--chain", address};

      Run right = Run.with(Map.of("TUTTI_CHAIN_PASSWORD", "sesame"), fee);
      Run wrong = Run.with(Map.of("TUTTI_CHAIN_PASSWORD", "sezame"), quick(fee));
      Run missing = Run.of(fee);

      assertThat(right.out()).contains("12.345 sat/vB");
      assertThat(wrong.err()).contains("error: NOT_AUTHENTICATED: chain: ");
      assertThat(missing.exitCode()).isEqualTo(2);
      assertThat(right.err() + wrong.err() + missing.err())
          .doesNotContain("sesame", "sezame", "bWU6c2VzYW1l");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tip",
        "tip --chain https://host",
        "tip --chain esplora+https://me:secret@host",
        "tx xy --chain esplora+http://127.0.0.1:1",
        "watch --chain esplora+http://127.0.0.1:1",
        "watch 77 --script 51 --chain esplora+http://127.0.0.1:1",
        "fee --blocks 0 --chain esplora+http://127.0.0.1:1",
      })
  void refusesWhatMakesNoSenseBeforeAskingAnybody(String line) {
    Run run = Run.of(("chain " + line).split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: MALFORMED: ").doesNotContain("secret");
  }

  private Run run(String... command) {
    return Run.of(arguments(command));
  }

  private String[] arguments(String... command) {
    List<String> all = new ArrayList<>(List.of("chain"));
    all.addAll(List.of(command));
    all.addAll(List.of("--chain", "esplora+" + esplora.address()));
    all.addAll(List.of("--chain", "chronik+" + chronik.address()));
    all.addAll(List.of("--chain-interval", "100ms"));
    return all.toArray(String[]::new);
  }

  private static String[] quick(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--chain-deadline", "1s"));
    return all.toArray(String[]::new);
  }

  private static BitcoinTransaction spend(Outpoint funded) {
    return new BitcoinTransaction(
        2,
        List.of(TxInput.unsigned(new Outpoint(funded.txid(), 0), 0xffffffffL)),
        List.of(new TxOutput(6_000, SCRIPT)),
        0);
  }
}
