package tutti.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.gateway.bridge.FrameReading;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/**
 * Bytes as a frame that a running gateway hears: it goes on listening, whoever asks gets one
 * answer, what is refused is refused as the contract has it, and nothing is a bug.
 */
public final class BridgeFuzzer {
  /** None that an input guesses. */
  private static final String END = "the-end-of-the-input-";

  private static @Nullable FuzzedGateway gateway;
  private static long count;

  private BridgeFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.BRIDGE.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    FuzzedGateway connection = connection();
    String awaited = awaited(input);
    String end = END + ++count;
    connection.frame(input);
    connection.frame(
        ("{\"type\":\"send\",\"address\":\"none\",\"replyAddress\":\"" + end + "\"}")
            .getBytes(UTF_8));
    boolean ended = false;
    boolean answered = awaited == null;
    while (!ended || !answered) {
      JsonNode frame = Wire.read(connection.heard(), ObjectNode.class);
      check(frame);
      String address = frame.path("address").asText();
      ended = ended || address.equals(end);
      answered = answered || address.equals(awaited);
    }
  }

  /** Frames that ask for everything that a gateway lets in, and for what it does not. */
  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>(FrameFuzzer.seeds());
    for (byte[] named : Messages.namedExamples()) {
      String[] parts = new String(named, UTF_8).split("\n", 2);
      String address = "tutti." + parts[0].replace(".request", "");
      seeds.add(
          "{\"type\":\"send\",\"address\":\"%s\",\"replyAddress\":\"r\",\"body\":%s}"
              .formatted(address, parts[1])
              .getBytes(UTF_8));
    }
    for (String type : List.of("register", "unregister", "publish")) {
      seeds.add(
          "{\"type\":\"%s\",\"address\":\"tutti.events.requests\",\"replyAddress\":\"r\"}"
              .formatted(type)
              .getBytes(UTF_8));
    }
    return seeds;
  }

  private static FuzzedGateway connection() {
    if (gateway == null) {
      gateway = FuzzedGateway.frames();
    }
    return gateway;
  }

  /** Where the input wants an answer to; null if it does not, or is no frame. */
  private static @Nullable String awaited(byte[] input) {
    try {
      Map<String, String> frame = FrameReading.of(input);
      return frame.get("type").equals("ping") ? null : frame.get("replyAddress");
    } catch (Refusal refused) {
      return null;
    }
  }

  private static void check(JsonNode frame) {
    String type = frame.path("type").asText();
    if (!type.equals("err")) {
      assertThat(type).isEqualTo("rec");
      assertThat(frame.path("body").isObject()).isTrue();
      return;
    }
    Failure failure =
        Wire.readLenient(frame.path("message").asText().getBytes(UTF_8), Failure.class);
    assertThat(failure.code().number()).isEqualTo(frame.path("failureCode").asInt());
    assertThat(failure.code()).as(failure.message()).isNotEqualTo(ErrorCode.INTERNAL);
  }
}
