package tutti.cli.psbt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.cli.Main;
import tutti.cli.Run;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;

class PeerCommandTest {
  /** A peer in a thread of its own, and the two pipes to it. */
  private static final class Peer implements AutoCloseable {
    private final OutputStream questions;
    private final BufferedReader answers;
    private final CompletableFuture<Integer> exitCode;

    Peer(String... options) throws IOException {
      var in = new PipedInputStream(1 << 16);
      questions = new PipedOutputStream(in);
      var out = new PipedOutputStream();
      answers =
          new BufferedReader(
              new InputStreamReader(new PipedInputStream(out, 1 << 16), StandardCharsets.UTF_8));
      var terminal = new Terminal(in, print(out), print(new ByteArrayOutputStream()), Map.of());
      String[] arguments = new String[options.length + 2];
      arguments[0] = "psbt";
      arguments[1] = "peer";
      System.arraycopy(options, 0, arguments, 2, options.length);
      exitCode = CompletableFuture.supplyAsync(() -> Main.run(terminal, arguments));
    }

    JsonNode ask(String question) throws IOException {
      questions.write((question + "\n").getBytes(StandardCharsets.UTF_8));
      questions.flush();
      return Wire.mapper().readTree(answers.readLine());
    }

    String ask(String op, String psbt) throws IOException {
      ObjectNode question = Wire.mapper().createObjectNode().put("op", op).put("psbt", psbt);
      return ask(question.toString()).get("psbt").asText();
    }

    @Override
    public void close() throws IOException {
      questions.close();
      assertThat(exitCode.join()).isZero();
    }

    private static PrintStream print(OutputStream out) {
      return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
  }

  @Test
  void signsWithAnother(@TempDir Path folder) throws IOException {
    try (Peer alice = new Peer();
        Peer bob = new Peer("--key=" + Fixtures.key(folder, 1))) {
      assertThat(alice.ask(init(0)).toString()).isEqualTo("{\"ok\":true}");

      String nonces = bob.ask("nonce", alice.ask("nonce", Fixtures.CREATED));
      String signed = bob.ask("partial", alice.ask("partial", nonces));

      JsonNode finished = Run.reading(signed, "psbt", "finalize", "--json", "-").json();
      assertThat(finished.get("txid").asText()).isEqualTo(Fixtures.TXID);
    }
  }

  @Test
  void goesOnAfterWhatItRefuses() throws IOException {
    try (Peer peer = new Peer()) {
      assertThat(error(peer, "nonsense")).isEqualTo("MALFORMED");
      assertThat(error(peer, "[]")).isEqualTo("MALFORMED");
      assertThat(error(peer, "{\"op\":\"dance\"}")).isEqualTo("MALFORMED");
      assertThat(error(peer, "{\"op\":\"nonce\",\"psbt\":\"%s\"}".formatted(Fixtures.CREATED)))
          .isEqualTo("WRONG_PHASE");
      assertThat(error(peer, init(0).replace("regtest", "mainnet"))).isEqualTo("INVALID_KEY");
      assertThat(error(peer, init(0).replace("regtest", "moon"))).isEqualTo("MALFORMED");
      assertThat(error(peer, init(0).replace("935af39e", "935af39f"))).isEqualTo("INVALID_KEY");
      assertThat(peer.ask(init(0)).get("ok").asBoolean()).isTrue();
      assertThat(error(peer, "{\"op\":\"nonce\"}")).isEqualTo("MALFORMED");
      assertThat(peer.ask("nonce", Fixtures.CREATED)).isNotEqualTo(Fixtures.CREATED);
    }
  }

  private static String error(Peer peer, String question) throws IOException {
    return peer.ask(question).at("/error/code").asText();
  }

  private static String init(int participant) {
    return Wire.mapper()
        .createObjectNode()
        .put("op", "init")
        .put("xprv", Fixtures.KEYS.get(participant))
        .put("origin", Fixtures.ORIGINS.get(participant))
        .put("network", "regtest")
        .toString();
  }
}
