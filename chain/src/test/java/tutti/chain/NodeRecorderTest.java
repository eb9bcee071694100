package tutti.chain;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;
import tutti.chain.regtest.NodeRecording;
import tutti.chain.regtest.NodeRecording.Exchange;
import tutti.chain.regtest.RegtestNode;
import tutti.chain.regtest.RpcServer;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;

/**
 * Makes the recording that {@link RecordedNodeTest} replays: a client asks a real node, and what
 * both say is written down. docs/chain.md has the command.
 */
@EnabledIfEnvironmentVariable(
    named = NodeRecorderTest.FILE,
    matches = ".+",
    disabledReason = "TUTTI_RECORD_NODE names no file to record a node into")
class NodeRecorderTest {
  static final String FILE = "TUTTI_RECORD_NODE";

  @TempDir private Path folder;

  private final Map<String, String> facts = new LinkedHashMap<>();
  private final Map<String, List<Exchange>> moments = new LinkedHashMap<>();
  private volatile List<Exchange> heard = new ArrayList<>();
  private RegtestNode node;
  private ChainClient client;

  @Test
  void recordsTheStoryOfOnePayment() throws Exception {
    try (RegtestNode started = RegtestNode.start(folder, "-txindex=1").ready();
        RpcServer between = RpcServer.start(this::passOn);
        ChainClient asking =
            Chains.open(List.of(ChainAddress.of(between.address())), Site.IMPATIENT, () -> "any")) {
      node = started;
      client = asking;
      tell();
      String version = node.rpc("getnetworkinfo").path("subversion").asText();
      new NodeRecording(version, facts, moments).write(Path.of(System.getenv(FILE)));
    }
  }

  private void tell() throws Exception {
    String address = node.rpc("getnewaddress", "", "bech32m").asText();
    String script = node.rpc("getaddressinfo", address).path("scriptPubKey").asText();
    String funding = node.pay(address, "1.5");
    facts.put("script", script);
    facts.put("funding", funding);
    facts.put("index", String.valueOf(node.indexOf(funding, script)));
    facts.put("spender", spend());
    facts.put("rival", spend());
    moment("waiting", false);
    facts.put("block", node.mine(1));
    node.mine(1);
    moment("deep", false);
    node.rpc("sendrawtransaction", facts.get("spender"));
    moment("spending", false);
    String replaced = node.mine(1);
    moment("spent", true);
    node.rpc("invalidateblock", replaced);
    moment("back in the pool", false);
    String miner = node.rpc("getnewaddress").asText();
    node.rpc("generateblock", miner, List.of(facts.get("rival")));
    moment("replaced", true);
  }

  /** To another address each time, signed and not sent. */
  private String spend() throws Exception {
    Object input =
        Map.of("txid", facts.get("funding"), "vout", Integer.parseInt(facts.get("index")));
    Object output = Map.of(node.rpc("getnewaddress").asText(), new BigDecimal("1.4999"));
    String raw = node.rpc("createrawtransaction", List.of(input), List.of(output)).asText();
    return node.rpc("signrawtransactionwithwallet", raw).path("hex").asText();
  }

  /** Asks all that can be asked; what comes of it is seen when it is replayed. */
  private void moment(String name, boolean broadcasts) throws Exception {
    Awaitility.await().until(() -> node.rpc("getindexinfo").at("/txindex/synced").asBoolean());
    List<Exchange> said = new CopyOnWriteArrayList<>();
    heard = said;
    Txid funding = Txid.of(facts.get("funding"));
    var spender = TransactionReader.read(Bytes.fromHex(facts.get("spender")));
    Outpoint outpoint = new Outpoint(funding.hash(), Long.parseLong(facts.get("index")));
    List<CompletableFuture<?>> asked =
        new ArrayList<>(
            List.of(
                client.tip(),
                client.output(outpoint),
                client.transaction(funding),
                client.transaction(client.identity(spender)),
                client.transaction(Txid.of("77".repeat(32))),
                client.unspent(Bytes.fromHex(facts.get("script")))));
    if (broadcasts) {
      asked.add(client.broadcast(spender));
    }
    for (var one : asked) {
      one.handle((value, error) -> value).get(30, TimeUnit.SECONDS);
    }
    moments.put(name, said);
  }

  private Exchange passOn(String call) throws Exception {
    Exchange exchange = node.passOn(call);
    heard.add(exchange);
    return exchange;
  }
}
