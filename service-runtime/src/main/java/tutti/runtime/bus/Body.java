package tutti.runtime.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** Records as bodies of messages, and back. */
final class Body {
  private Body() {}

  static JsonObject of(Object message) {
    return new JsonObject(Wire.map(message));
  }

  /** The request of an operation, read strictly; size before content. */
  static <Q> Q request(@Nullable Object body, Operation<Q, ?> operation, Limits limits) {
    byte[] json = bytes(body);
    limits.requireBytes(operation.maxBytes(), json.length);
    return Wire.read(json, operation.request());
  }

  static <R> R reply(@Nullable Object body, Class<R> type) {
    return Wire.readLenient(object(body).mapTo(TokenBuffer.class), type);
  }

  static String failure(Refusal refusal) {
    return new String(Wire.write(refusal.toFailure()), UTF_8);
  }

  /** The refusal in a failure; what is no such JSON comes from something that is no service. */
  static Refusal refusal(@Nullable String failure) {
    try {
      byte[] json = String.valueOf(failure).getBytes(UTF_8);
      return Wire.readLenient(json, Failure.class).toRefusal();
    } catch (Refusal unreadable) {
      return Refusal.of(ErrorCode.INTERNAL, "a failure that does not say why");
    }
  }

  private static byte[] bytes(@Nullable Object body) {
    return object(body).toBuffer().getBytes();
  }

  private static JsonObject object(@Nullable Object body) {
    if (body instanceof JsonObject object) {
      return object;
    }
    throw Refusal.of(ErrorCode.MALFORMED, "a JSON object is expected");
  }
}
