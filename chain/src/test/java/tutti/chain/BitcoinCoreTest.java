package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.chain.BackendsTest.assertFails;
import static tutti.chain.BackendsTest.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tutti.chain.ChainException.Code;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;
import tutti.chain.regtest.RegtestNode;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;

/** What a real node is asked, and what it answers. */
@EnabledIfEnvironmentVariable(
    named = RegtestNode.PROGRAMS,
    matches = ".+",
    disabledReason = RegtestNode.MISSING)
class BitcoinCoreTest {
  private static final Duration QUICK = Duration.ofMillis(100);
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final BigDecimal FEE = new BigDecimal("0.0001");
  private static final int PER_VBYTE = 7;
  private static final String SALT = "00112233445566778899aabbccddeeff";

  @TempDir private static Path folder;
  private static RegtestNode node;

  private final ChainClient client = open(node.address(), Site.IMPATIENT, null);
  private final ChainWatcher watcher = new ChainWatcher(client, QUICK);
  private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();

  @BeforeAll
  static void start() throws Exception {
    node =
        RegtestNode.start(
            folder.resolve("indexed"), "-txindex=1", "-rpcauth=ann:%s".formatted(salted("secret")));
    // Asked before it is there, and while it says that it starts.
    try (ChainClient early =
        open(node.address(), ChainSettings.defaults().withDeadline(PATIENT), null)) {
      assertThat(early.tip().orTimeout(1, TimeUnit.MINUTES).join().height()).isZero();
    }
    node.ready();
  }

  @AfterAll
  static void stop() throws Exception {
    node.close();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void followsAPaymentFromThePoolIntoBlocks() throws Exception {
    Paid paid = pay("1.5");

    OutputState waiting = await(client.output(paid.outpoint));
    String block = node.mine(1);
    node.mine(1);

    assertThat(waiting.confirmations()).isZero();
    assertThat(waiting.output().amount()).isEqualTo(150_000_000);
    OutputState deep = await(client.output(paid.outpoint));
    assertThat(deep.confirmations()).isEqualTo(2);
    assertThat(deep.block().hash()).isEqualTo(block);
    assertThat(deep.output()).isEqualTo(waiting.output());
    assertThat(deep.isUnspent()).isTrue();
    awaitIndex();
    ChainTransaction seen = await(client.transaction(paid.id));
    assertThat(seen.confirmations()).isEqualTo(2);
    assertThat(seen.transaction().serialized().hex()).isEqualTo(node.raw(paid.id.text()));
    assertThat(await(client.tip()).hash()).isEqualTo(node.rpc("getbestblockhash").asText());
  }

  @Test
  void findsTheOutputsOfAScriptAlsoWhereSeveralSearchAtOnce() throws Exception {
    Paid paid = pay("0.25");
    node.mine(1);

    List<CompletableFuture<List<OutputState>>> found =
        Stream.generate(() -> client.unspent(paid.script)).limit(8).toList();

    for (var one : found) {
      assertThat(await(one)).extracting(OutputState::outpoint).containsExactly(paid.outpoint);
    }
    assertThat(await(client.unspent(Bytes.fromHex("5120" + "77".repeat(32))))).isEmpty();
  }

  @Test
  void looksAtNoScriptThatHasTooManyOutputs() throws Exception {
    String address = node.rpc("getnewaddress").asText();
    node.rpc("generatetoaddress", 101, address);

    assertFails(client.unspent(script(address)), Code.UNSUPPORTED);
  }

  @Test
  void watchesAScriptUntilItIsPaidAndDeepEnough() throws Exception {
    String address = node.rpc("getnewaddress", "", "bech32m").asText();
    var watch = watcher.script(script(address), 70_000_000L, goal(2), events::add);

    node.pay(address, "0.1"); // not what is awaited
    Txid paid = Txid.of(node.pay(address, "0.7"));
    node.mine(1);
    assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(new WatchEvent.Seen(1));
    node.mine(1);

    OutputState reached = watch.reached().join();
    assertThat(new Txid(reached.outpoint().txid())).isEqualTo(paid);
    assertThat(reached.confirmations()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void reportsThatABlockWasReplaced() throws Exception {
    Paid paid = pay("0.3");
    String replaced = node.mine(1);
    var watch = watcher.output(paid.outpoint, goal(3), events::add);
    assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(new WatchEvent.Seen(1));

    node.rpc("invalidateblock", replaced);

    assertThat(events.poll(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            WatchEvent.Reorganized.class,
            changed -> {
              assertThat(changed.was().hash()).isEqualTo(replaced);
              assertThat(changed.confirmations()).isZero();
            });
    assertThat(watch.reached()).isNotDone();
    node.mine(3);
    assertThat(watch.reached().join().block().hash()).isNotEqualTo(replaced);
  }

  @Test
  void tellsThatWhatIsWatchedWasSpent() throws Exception {
    Paid paid = pay("0.4");
    node.mine(1);
    var watch = watcher.output(paid.outpoint, goal(100), events::add);
    assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo(new WatchEvent.Seen(1));

    BitcoinTransaction spender = spend(paid);
    await(client.broadcast(spender));

    Txid id = client.identity(spender);
    assertThat(events.poll(30, TimeUnit.SECONDS))
        .isEqualTo(new WatchEvent.Spent(new OutputState.Spending(id, 0)));
    node.mine(1);
    awaitIndex();
    OutputState spent = await(client.output(paid.outpoint));
    assertThat(spent.isUnspent()).isFalse();
    assertThat(spent.confirmations()).isEqualTo(2);
    watch.close();
  }

  @Test
  void bringsATransactionOutHoweverOftenItIsTold() throws Exception {
    Paid paid = pay("0.5");
    node.mine(1);
    BitcoinTransaction spender = spend(paid);
    Txid id = client.identity(spender);

    assertThat(await(client.broadcast(spender))).isEqualTo(id);
    assertThat(await(client.broadcast(spender))).as("waits in the pool").isEqualTo(id);
    assertThat(await(client.transaction(id)).block()).isNull();
    node.mine(1);
    assertThat(await(client.broadcast(spender))).as("in a block").isEqualTo(id);
    node.rpc("sendall", List.of(node.rpc("getnewaddress").asText()));
    node.mine(1);
    awaitIndex();
    assertThat(await(client.broadcast(spender))).as("spent itself").isEqualTo(id);
  }

  @Test
  void saysWhyTheNodeRefuses() throws Exception {
    Paid paid = pay("0.6");
    node.mine(1);
    BitcoinTransaction signed = spend(paid);
    String hex = signed.serialized().hex();
    String signature = signed.inputs().get(0).witness().get(0).hex();
    String tampered = "%02x".formatted(Integer.parseInt(signature.substring(0, 2), 16) ^ 1);
    BitcoinTransaction forged =
        TransactionReader.read(
            Bytes.fromHex(hex.replace(signature, tampered + signature.substring(2))));
    BitcoinTransaction homeless = Site.spendFree(new Outpoint(Txid.of("77".repeat(32)).hash(), 0));

    assertThat(assertFails(client.broadcast(forged), Code.REJECTED).getMessage())
        .contains("Invalid Schnorr signature");
    assertThat(assertFails(client.broadcast(homeless), Code.REJECTED).getMessage())
        .contains("error -25", "bad-txns-inputs-missingorspent");
    assertFails(client.transaction(Txid.of("77".repeat(32))), Code.NOT_FOUND);
    assertFails(client.output(new Outpoint(paid.outpoint.txid(), 9)), Code.NOT_FOUND);
  }

  @Test
  void passesOnAnEstimateOnceThereIsOne() throws Exception {
    assertFails(client.feeRate(2), Code.UNSUPPORTED);

    List<String> addresses = Stream.generate(() -> address()).limit(20).toList();
    for (int block = 0; block < 12; block++) {
      for (String address : addresses) {
        node.rpc(
            "sendtoaddress", address, 0.001, "", "", false, true, null, "unset", null, PER_VBYTE);
      }
      node.mine(1);
    }

    assertThat(await(client.feeRate(2)).satPerVbyte()).isBetween(PER_VBYTE - 1.0, PER_VBYTE + 1.0);
  }

  @Test
  void isLetInWithTheRightPasswordOnly() {
    try (ChainClient ann = open(node.address("ann"), Site.IMPATIENT, "secret");
        ChainClient liar = open(node.address("ann"), Site.IMPATIENT, "guess");
        ChainClient lost = open(node.address() + "x", Site.HURRIED, null)) {
      assertThat(await(ann.tip()).height()).isPositive();
      assertFails(liar.tip(), Code.UNAUTHORIZED);
      assertThat(assertFails(lost.tip(), Code.UNAVAILABLE).getMessage()).contains("no cookie file");
    }
  }

  @Test
  void endsInTimeWhenTheNodeHangsAndGoesOnWhenItIsBack() throws Exception {
    try (ChainClient hurried = open(node.address(), Site.HURRIED, null)) {
      node.freeze();
      assertFails(hurried.tip(), Code.TIMEOUT);
      assertFails(hurried.unspent(Site.SCRIPT), Code.TIMEOUT);
    } finally {
      node.thaw();
    }
    assertThat(await(client.unspent(Site.SCRIPT))).isEmpty();
  }

  @Test
  void needsNoIndexForWhatIsUnspent() throws Exception {
    try (RegtestNode plain = RegtestNode.start(folder.resolve("plain")).ready();
        ChainClient chain = open(plain.address(), Site.IMPATIENT, null)) {
      String address = plain.rpc("getnewaddress", "", "bech32m").asText();
      Txid id = Txid.of(plain.pay(address, "0.8"));
      assertThat(await(chain.transaction(id)).confirmations()).isZero();
      BitcoinTransaction raw = await(chain.transaction(id)).transaction();
      plain.mine(3);

      ChainTransaction seen = await(chain.transaction(id));

      assertThat(seen.confirmations()).isEqualTo(3);
      assertThat(seen.transaction()).isEqualTo(raw);
      assertThat(await(chain.output(new Outpoint(id.hash(), 0))).confirmations()).isEqualTo(3);
      assertThat(await(chain.broadcast(raw))).isEqualTo(id);
      assertFails(chain.transaction(Txid.of("77".repeat(32))), Code.NOT_FOUND);
    }
  }

  /** An output of the wallet's that pays to Taproot. */
  private record Paid(Txid id, Outpoint outpoint, Bytes script, String amount) {}

  private static Paid pay(String bitcoins) throws Exception {
    String address = node.rpc("getnewaddress", "", "bech32m").asText();
    Txid id = Txid.of(node.pay(address, bitcoins));
    Bytes script = script(address);
    int index = node.indexOf(id.text(), script.hex());
    return new Paid(id, new Outpoint(id.hash(), index), script, bitcoins);
  }

  /** Signed by the wallet, and not sent. */
  private static BitcoinTransaction spend(Paid paid) throws Exception {
    Object input = Map.of("txid", paid.id.text(), "vout", paid.outpoint.index());
    Map<String, String> output =
        Map.of(address(), new BigDecimal(paid.amount).subtract(FEE).toPlainString());
    String raw = node.rpc("createrawtransaction", List.of(input), List.of(output)).asText();
    JsonNode signed = node.rpc("signrawtransactionwithwallet", raw);
    assertThat(signed.path("complete").asBoolean()).as("%s", signed).isTrue();
    return TransactionReader.read(Bytes.fromHex(signed.path("hex").asText()));
  }

  private static String address() {
    try {
      return node.rpc("getnewaddress").asText();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes script(String address) throws Exception {
    return Bytes.fromHex(node.rpc("getaddressinfo", address).path("scriptPubKey").asText());
  }

  /** The index of transactions is written a little later than the block. */
  private static void awaitIndex() {
    Awaitility.await().until(() -> node.rpc("getindexinfo").at("/txindex/synced").asBoolean());
  }

  private static ChainWatcher.Goal goal(int confirmations) {
    return new ChainWatcher.Goal(confirmations, PATIENT);
  }

  private static ChainClient open(String address, ChainSettings settings, String password) {
    return Chains.open(List.of(ChainAddress.of(address)), settings, () -> password);
  }

  /** As {@code -rpcauth} wants it. */
  private static String salted(String password) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SALT.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return SALT + "$" + Bytes.of(mac.doFinal(password.getBytes(StandardCharsets.UTF_8))).hex();
  }
}
