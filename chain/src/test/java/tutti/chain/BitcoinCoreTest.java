package tutti.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.chain.BackendsTest.assertFails;
import static tutti.chain.BackendsTest.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;

/**
 * A real node, on the loopback and on a chain of its own; BITCOIN_BIN says where its programs are.
 */
@EnabledIfEnvironmentVariable(
    named = "BITCOIN_BIN",
    matches = ".+",
    disabledReason = "BITCOIN_BIN does not name the programs of Bitcoin Core")
class BitcoinCoreTest {
  @TempDir private Path folder;
  private Process node;
  private int port;
  private ChainClient client;

  @BeforeEach
  void start() throws Exception {
    port = freePort();
    node =
        new ProcessBuilder(
                program("bitcoind"),
                "-regtest",
                "-datadir=" + folder,
                "-rpcport=" + port,
                "-listen=0",
                "-txindex=1",
                "-fallbackfee=0.0001")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("node.log").toFile())
            .start();
    ChainAddress address =
        ChainAddress.of(
            "bitcoind+http://127.0.0.1:%d?cookie=%s"
                .formatted(port, folder.resolve("regtest").resolve(".cookie")));
    client =
        Chains.open(
            List.of(address),
            ChainSettings.defaults().withDeadline(Duration.ofSeconds(60)),
            () -> null);
    await(client.tip().orTimeout(60, TimeUnit.SECONDS));
    cli("createwallet", "one");
  }

  @AfterEach
  void stop() throws Exception {
    node.destroy();
    node.waitFor(30, TimeUnit.SECONDS);
  }

  @Test
  void agreesWithWhatANodeIsBelievedToSay() throws Exception {
    String address = cli("getnewaddress");
    cli("generatetoaddress", "101", address);
    String sent = cli("sendtoaddress", address, "1.5");
    JsonNode shown = JsonMapper.builder().build().readTree(cli("getrawtransaction", sent, "1"));
    int index = shown.at("/vout/0/value").asDouble() == 1.5 ? 0 : 1;
    Bytes script = Bytes.fromHex(shown.at("/vout/" + index + "/scriptPubKey/hex").asText());
    Outpoint outpoint = new Outpoint(Txid.of(sent).hash(), index);
    var raw = TransactionReader.read(Bytes.fromHex(shown.path("hex").asText()));

    assertThat(await(client.output(outpoint)).confirmations()).isZero();
    assertThat(await(client.broadcast(raw)).text()).isEqualTo(sent);
    cli("generatetoaddress", "2", address);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(await(client.transaction(Txid.of(sent))).confirmations()).isEqualTo(2));
    OutputState state = await(client.output(outpoint));
    assertThat(state.confirmations()).isEqualTo(2);
    assertThat(state.output().amount()).isEqualTo(150_000_000);
    assertThat(await(client.unspent(script))).extracting(OutputState::outpoint).contains(outpoint);
    assertThat(await(client.broadcast(raw)).text()).isEqualTo(sent);

    String all = cli("sendall", "[\"" + address + "\"]");
    String spender = JsonMapper.builder().build().readTree(all).path("txid").asText();
    assertThat(await(client.output(outpoint)).spending().spender()).isEqualTo(Txid.of(spender));
    cli("generatetoaddress", "1", address);
    assertThat(await(client.output(outpoint)).isUnspent()).isFalse();
    assertFails(client.feeRate(2), ChainException.Code.UNSUPPORTED);
    assertFails(client.transaction(Txid.of("77".repeat(32))), ChainException.Code.NOT_FOUND);
    assertFails(
        client.broadcast(Site.spendFree(new Outpoint(Txid.of("77".repeat(32)).hash(), 0))),
        ChainException.Code.REJECTED);
  }

  private String cli(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(program("bitcoin-cli"), "-regtest", "-datadir=" + folder, "-rpcport=" + port));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("cli.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(log).strip();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private static String program(String name) {
    return Path.of(System.getenv("BITCOIN_BIN"), name).toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
