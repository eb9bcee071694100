package tutti.chain.regtest;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a real node has answered, at several moments of one story.
 *
 * @param node which one it was
 * @param facts what the story is about: identities, scripts, transactions
 */
public record NodeRecording(
    String node, Map<String, String> facts, Map<String, List<Exchange>> moments) {
  private static final String PLACE = "/recorded/bitcoin-node.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** A call, byte for byte, and its answer. */
  public record Exchange(String call, int status, String reply) {}

  /** The one that is kept with the tests. */
  public static NodeRecording read() throws IOException {
    try (InputStream in = NodeRecording.class.getResourceAsStream(PLACE)) {
      return JSON.readValue(Objects.requireNonNull(in, PLACE), NodeRecording.class);
    }
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, JSON.writeValueAsBytes(this));
  }

  /** What the node answered to a call at a moment. */
  public Exchange answer(String moment, String call) {
    return moments.get(moment).stream()
        .filter(exchange -> exchange.call().equals(call))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not recorded: " + call));
  }
}
