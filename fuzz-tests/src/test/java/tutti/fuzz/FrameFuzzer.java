package tutti.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import tutti.gateway.bridge.FrameReading;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.domain.ClientAddress;
import tutti.gateway.domain.Scope;
import tutti.gateway.domain.Subject;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Bytes as a frame of the gateway's bridge: they are refused as malformed, or are a frame with
 * addresses of bounded length. What is in it as the texts that a gateway takes from outside.
 */
public final class FrameFuzzer {
  private FrameFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.FRAMES.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    checkTexts(new String(input, UTF_8));
    Map<String, String> frame;
    try {
      frame = FrameReading.of(input);
    } catch (Refusal refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED);
      return;
    }
    assertThat(FrameReading.of(input)).isEqualTo(frame);
    assertThat(length(frame.getOrDefault("address", ""))).isLessThanOrEqualTo(200);
    assertThat(length(frame.getOrDefault("replyAddress", ""))).isLessThanOrEqualTo(36);
    frame.values().forEach(FrameFuzzer::checkTexts);
  }

  static List<byte[]> seeds() {
    return List.of(
        text("{\"type\":\"ping\"}"),
        text(
            "{\"type\":\"send\",\"address\":\"tutti.session.status\",\"replyAddress\":\"r1\","
                + "\"body\":{\"sessionId\":\"aa\"}}"),
        text(
            "{\"type\":\"register\",\"address\":\"tutti.inbox.02aa\","
                + "\"headers\":{\"Authorization\":\"Bearer tutti_x\"}}"),
        text("{\"type\":\"unregister\",\"address\":\"tutti.events.requests\",\"headers\":null}"));
  }

  private static void checkTexts(String text) {
    assertThat(ClientAddress.of(text).text()).hasSizeLessThanOrEqualTo(64);
    assertThat(Subject.parse(text)).isNotEmpty();
    BearerToken.ofHeader(text).ifPresent(token -> assertThat(token.id()).hasSize(64));
    try {
      assertThat(Scope.parse(text)).hasToString(text);
    } catch (Refusal refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
