package tutti.cli.psbt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tutti.cli.terminal.Failures;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;

/** Questions and answers, each an object in a line of its own. */
final class JsonLines {
  private static final int MAX_LINE = 2 * Psbt.MAX_SIZE;

  private final InputStream in;
  private final OutputStream out;

  /** Answers one question. */
  @FunctionalInterface
  interface Answering {
    ObjectNode answer(ObjectNode question);
  }

  JsonLines(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Reads and answers one line; whatever is refused is an answer, too. False at the end. */
  boolean answer(Answering answering) throws IOException {
    String line = line();
    if (line == null) {
      return false;
    }
    ObjectNode reply;
    try {
      reply = answering.answer(parse(line));
    } catch (RuntimeException e) { // a fault here must not lose the nonces that wait
      reply = Wire.mapper().createObjectNode();
      reply.set("error", Wire.tree(Failures.failure(e)));
    }
    write(reply);
    return true;
  }

  void write(ObjectNode message) throws IOException {
    out.write(Wire.write(message));
    out.write('\n');
    out.flush();
  }

  /** The next message, or null at the end. */
  @Nullable ObjectNode read() throws IOException {
    String line = line();
    return line == null ? null : parse(line);
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
      }
      if (line.size() == MAX_LINE) {
        throw Refusal.of(ErrorCode.TOO_LARGE, "a line of more than %d bytes".formatted(MAX_LINE));
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static ObjectNode parse(String line) {
    try {
      JsonNode read = Wire.mapper().readTree(line);
      if (read instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw Refusal.of(ErrorCode.MALFORMED, "no JSON");
    }
    throw Refusal.of(ErrorCode.MALFORMED, "no JSON object");
  }

  /** A text that must be there. */
  static String text(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isTextual()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, field, "a text expected");
    }
    return value.asText();
  }

  static ObjectNode psbt(Psbt psbt) {
    return Wire.mapper().createObjectNode().put("psbt", psbt.encodeBase64());
  }
}
