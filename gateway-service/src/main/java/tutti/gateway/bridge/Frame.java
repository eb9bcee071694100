package tutti.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.Require;
import tutti.protocol.json.Wire;

/**
 * What a client says, in the frames of the Vert.x event-bus bridge. Headers are not passed on; they
 * are a token and a stamp.
 */
record Frame(
    String type,
    @Nullable String address,
    @Nullable String replyAddress,
    @Nullable String authorization,
    @Nullable String stamp,
    @Nullable ObjectNode body,
    int bytes) {
  /** As long as the longest of the contract, and some more. */
  private static final int LONGEST_ADDRESS = 200;

  /** What clients of Vert.x make up: a UUID. */
  private static final int LONGEST_REPLY_ADDRESS = 36;

  /** Reads it strictly; a member that there is not is ignored, as the bridge of Vert.x does. */
  static Frame read(byte[] json) {
    ObjectNode frame = Wire.read(json, ObjectNode.class);
    String type = text(frame, "type");
    Require.present(type, "type");
    String address = text(frame, "address");
    String replyAddress = text(frame, "replyAddress");
    if (address != null) {
      Require.text(address, LONGEST_ADDRESS, "address");
    }
    if (replyAddress != null) {
      Require.text(replyAddress, LONGEST_REPLY_ADDRESS, "replyAddress");
    }
    JsonNode body = frame.get("body");
    ObjectNode object = body instanceof ObjectNode one ? one : null;
    ObjectNode headers = headers(frame);
    String upper = text(headers, "Authorization");
    return new Frame(
        String.valueOf(type),
        address,
        replyAddress,
        upper == null ? text(headers, "authorization") : upper,
        text(headers, "Stamp"),
        object,
        json.length);
  }

  String addressOrRefuse() {
    return Require.present(address, "address");
  }

  ObjectNode bodyOrRefuse() {
    if (body == null) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "body", "a JSON object is expected");
    }
    return body;
  }

  Optional<String> authorizationHeader() {
    return Optional.ofNullable(authorization);
  }

  /** Without body and token. */
  @Override
  public String toString() {
    return "Frame[%s %s]".formatted(type, address);
  }

  private static ObjectNode headers(ObjectNode frame) {
    JsonNode headers = frame.get("headers");
    if (headers == null || headers.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!(headers instanceof ObjectNode object)) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "headers", "a JSON object is expected");
    }
    return object;
  }

  private static @Nullable String text(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, name, name + " must be a text");
    }
    return value.textValue();
  }
}
