package tutti.gateway.bridge;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Frames of clients as the gateway reads them, for those outside its package. */
public final class FrameReading {
  private FrameReading() {}

  /** The texts of a frame by name; throws the refusal of what is none. */
  public static Map<String, String> of(byte[] bytes) {
    Frame frame = Frame.read(bytes);
    Map<String, String> texts = new TreeMap<>(Map.of("type", frame.type()));
    Optional.ofNullable(frame.address()).ifPresent(text -> texts.put("address", text));
    Optional.ofNullable(frame.replyAddress()).ifPresent(text -> texts.put("replyAddress", text));
    frame.authorizationHeader().ifPresent(text -> texts.put("authorization", text));
    Optional.ofNullable(frame.body()).ifPresent(body -> texts.put("body", body.toString()));
    return texts;
  }
}
