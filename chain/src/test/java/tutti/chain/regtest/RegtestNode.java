package tutti.chain.regtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Bitcoin Core, or a node that speaks as it does, on the loopback and on a chain of its own. Where
 * its programs are says {@code BITCOIN_BIN}; tests that need one are skipped without.
 */
public final class RegtestNode implements AutoCloseable {
  /** The variable that names the folder of {@code bitcoind}. */
  public static final String PROGRAMS = "BITCOIN_BIN";

  /** As tests that are skipped say it. */
  public static final String MISSING = "BITCOIN_BIN does not name the programs of Bitcoin Core";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int STARTING = -28;
  private static final Duration START = Duration.ofMinutes(1);

  private final Path folder;
  private final int port;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  private RegtestNode(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Starts one, which may not be ready yet; more options are as {@code bitcoind} has them. */
  public static RegtestNode start(Path folder, String... options) throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getenv(PROGRAMS), "bitcoind").toString(),
                "-regtest",
                "-datadir=" + Files.createDirectories(folder),
                "-rpcport=" + port,
                "-listen=0",
                "-fallbackfee=0.0001"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("node.log").toFile())
            .start();
    return new RegtestNode(folder, port, process);
  }

  /** Waits until it answers, and gives it a wallet with money in it. */
  public RegtestNode ready() throws Exception {
    long end = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new IllegalStateException(Files.readString(folder.resolve("node.log")));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    rpc("createwallet", "one");
    mine(101);
    return this;
  }

  /** For {@code --chain}, with the file that the node writes for those who may read it. */
  public String address() {
    return "bitcoind+http://127.0.0.1:%d?cookie=%s".formatted(port, cookie());
  }

  /** The same for somebody who has a password. */
  public String address(String user) {
    return "bitcoind+http://127.0.0.1:%d?user=%s".formatted(port, user);
  }

  /** Blocks to an address of nobody, so that the wallet's outputs stay few. */
  public String mine(int blocks) throws Exception {
    String miner = rpc("getnewaddress").asText();
    return rpc("generatetoaddress", blocks, miner).path(blocks - 1).asText();
  }

  /** The wallet pays; the transaction waits in the pool. */
  public String pay(String address, String bitcoins) throws Exception {
    return rpc("sendtoaddress", address, new BigDecimal(bitcoins)).asText();
  }

  /** Which output of a transaction pays to a script. */
  public int indexOf(String txid, String script) throws Exception {
    for (JsonNode output : rpc("getrawtransaction", txid, true).path("vout")) {
      if (output.path("scriptPubKey").path("hex").asText().equals(script)) {
        return output.path("n").asInt();
      }
    }
    throw new IllegalStateException("%s pays nothing to %s".formatted(txid, script));
  }

  /** The transaction as hex. */
  public String raw(String txid) throws Exception {
    return rpc("getrawtransaction", txid).asText();
  }

  /**
   * Calls the node, past all that is tested here.
   *
   * @throws IllegalStateException if the node says that it cannot
   */
  public JsonNode rpc(String method, Object... parameters) throws Exception {
    JsonNode reply = call(method, parameters);
    if (reply.path("error").isObject()) {
      throw new IllegalStateException(method + ": " + reply.path("error"));
    }
    return reply.path("result");
  }

  /** Lets it hang: it holds its connections, and says nothing. */
  public void freeze() throws Exception {
    signal("-STOP");
  }

  public void thaw() throws Exception {
    signal("-CONT");
  }

  @Override
  public void close() {
    process.destroy();
    if (process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join().isAlive()) {
      process.destroyForcibly();
    }
  }

  private boolean answers() throws Exception {
    try {
      JsonNode reply = call("getblockcount");
      return reply.path("error").path("code").asInt() != STARTING;
    } catch (ConnectException | java.nio.file.NoSuchFileException notYet) {
      return false;
    }
  }

  private JsonNode call(String method, Object... parameters) throws Exception {
    String body =
        JSON.writeValueAsString(
            Map.of(
                "jsonrpc", "1.0", "id", 1, "method", method, "params", Arrays.asList(parameters)));
    return JSON.readTree(passOn(body).reply());
  }

  /** Passes on a call of somebody else, and says what came back. */
  public NodeRecording.Exchange passOn(String body) throws Exception {
    String secret = Files.readString(cookie()).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/".formatted(port)))
            .timeout(START)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new NodeRecording.Exchange(body, answer.statusCode(), answer.body());
  }

  private Path cookie() {
    return folder.resolve("regtest").resolve(".cookie");
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", name, String.valueOf(process.pid())).start().waitFor();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
