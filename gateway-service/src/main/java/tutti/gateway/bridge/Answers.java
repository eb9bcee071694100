package tutti.gateway.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** What a client is told, in the frames of the Vert.x event-bus bridge. */
final class Answers {
  private static final JsonObject EMPTY = new JsonObject();

  private Answers() {}

  static String received(String address, JsonObject body, @Nullable String replyAddress) {
    JsonObject frame =
        new JsonObject().put("type", "rec").put("address", address).put("body", body);
    if (replyAddress != null) {
      frame.put("replyAddress", replyAddress);
    }
    return frame.encode();
  }

  static String done(String address) {
    return received(address, EMPTY, null);
  }

  /**
   * A refusal.
   *
   * @param address whom it concerns: where the answer was awaited, or what was to be registered
   */
  static String refused(@Nullable String address, Refusal refusal) {
    JsonObject frame = new JsonObject().put("type", "err");
    if (address != null) {
      frame.put("address", address);
    }
    return frame
        .put("failureCode", refusal.code().number())
        .put("failureType", type(refusal.code()).name())
        .put("message", new String(Wire.write(refusal.toFailure()), UTF_8))
        .encode();
  }

  /** The refusal that a failed request means. */
  static Refusal refusal(Throwable failure) {
    if (failure instanceof Refusal known) {
      return known;
    }
    if (!(failure instanceof ReplyException reply)) {
      return Refusal.of(ErrorCode.INTERNAL, "internal error");
    }
    return switch (reply.failureType()) {
      case TIMEOUT -> Refusal.of(ErrorCode.TIMEOUT, "no answer in time");
      case NO_HANDLERS -> Refusal.of(ErrorCode.UNAVAILABLE, "nobody serves this now");
      default -> said(String.valueOf(reply.getMessage()));
    };
  }

  private static ReplyFailure type(ErrorCode code) {
    return switch (code) {
      case TIMEOUT -> ReplyFailure.TIMEOUT;
      case UNAVAILABLE -> ReplyFailure.NO_HANDLERS;
      default -> ReplyFailure.RECIPIENT_FAILURE;
    };
  }

  private static Refusal said(String failure) {
    try {
      return Wire.readLenient(failure.getBytes(UTF_8), Failure.class).toRefusal();
    } catch (Refusal unreadable) {
      return Refusal.of(ErrorCode.INTERNAL, "a failure that does not say why");
    }
  }
}
