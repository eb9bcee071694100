package tutti.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;

/** Signers of the JavaScript client, in one process of Node.js, each with its own connection. */
final class NodeSigners implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Process process;
  private final Writer commands;
  private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  private NodeSigners(Process process) {
    this.process = process;
    this.commands = process.outputWriter(UTF_8);
    Thread reader = new Thread(this::read, "node-signers");
    reader.setDaemon(true);
    reader.start();
  }

  static NodeSigners start() {
    try {
      return new NodeSigners(
          new ProcessBuilder("node", "build/test/signers.js")
              .directory(NpmPackage.INSTALLED.toFile())
              .redirectError(NpmPackage.INSTALLED.resolve("signers.log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new signer, with a key that stays there; one that cheats if it is told how. */
  PublicKey hire(String url, @Nullable String cheat) {
    ObjectNode command = MAPPER.createObjectNode().put("url", url);
    if (cheat != null) {
      command.put("cheat", cheat);
    }
    return PublicKey.fromHex(Group.await(ask("hire", command)).asText());
  }

  RequestId announce(PublicKey signer, SigningRequest request) {
    ObjectNode command = of(signer);
    command.set("request", Wire.tree(request));
    return RequestId.fromHex(Group.await(ask("announce", command)).asText());
  }

  CompletableFuture<JsonNode> signatures(PublicKey signer, RequestId request) {
    return ask("signatures", of(signer).put("requestId", request.hex()));
  }

  /** What a signer knows or is told to do about a session. */
  JsonNode about(PublicKey signer, String what, SessionId session) {
    return Group.await(ask(what, of(signer).put("sessionId", session.hex())));
  }

  JsonNode lies(PublicKey signer) {
    return Group.await(ask("lies", of(signer)));
  }

  void dismiss(PublicKey signer) {
    Group.await(ask("dismiss", of(signer)));
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static ObjectNode of(PublicKey signer) {
    return MAPPER.createObjectNode().put("signer", signer.hex());
  }

  private CompletableFuture<JsonNode> ask(String what, ObjectNode command) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    int id = count.incrementAndGet();
    awaited.put(id, answer);
    try {
      synchronized (commands) {
        commands.write(command.put("id", id).put("do", what).toString());
        commands.write('\n');
        commands.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer;
  }

  private void read() {
    try (BufferedReader answers = process.inputReader(UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        settle(MAPPER.readTree(line));
      }
    } catch (IOException e) {
      // It has ended; whoever waits is told below.
    }
    awaited
        .values()
        .forEach(one -> one.completeExceptionally(new AssertionError("Node has ended")));
  }

  private void settle(JsonNode answer) {
    CompletableFuture<JsonNode> waiting = awaited.remove(answer.get("id").asInt());
    if (waiting == null) {
      return;
    }
    if (answer.has("error")) {
      waiting.completeExceptionally(new AssertionError(answer.get("error").toString()));
    } else {
      waiting.complete(answer.path("result"));
    }
  }
}
