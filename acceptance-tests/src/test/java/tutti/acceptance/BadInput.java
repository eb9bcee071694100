package tutti.acceptance;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.json.Wire;

/**
 * A message that must be refused.
 *
 * @param address of the operation
 * @param body as it travels
 * @param field the field that the refusal names; absent where there is none to name
 */
record BadInput(
    String name, String address, @Nullable Object body, ErrorCode code, @Nullable String field) {

  static BadInput of(String name, SignedOperation<?, ?> operation, Object body, ErrorCode code) {
    return of(name, operation.operation(), body, code);
  }

  static BadInput of(String name, Operation<?, ?> operation, Object body, ErrorCode code) {
    return new BadInput(name, operation.address(), json(body), code, null);
  }

  /** The same, and the refusal names this field. */
  BadInput at(String namedField) {
    return new BadInput(name, address, body, code, namedField);
  }

  static JsonObject json(Object message) {
    return message instanceof JsonObject json
        ? json
        : new JsonObject(Buffer.buffer(Wire.write(message)));
  }

  @Override
  public String toString() {
    return "%s: %s is %s%s"
        .formatted(address, name, code, field == null ? "" : " (%s)".formatted(field));
  }
}
