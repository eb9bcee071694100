package tutti.protocol;

import tutti.protocol.json.Wire;

/**
 * An operation whose request is a signed {@link Envelope} with a body of a known shape.
 *
 * @param type the envelope's type; the address is {@code tutti.} and the type
 */
public record SignedOperation<B, R>(String type, Class<B> body, Class<R> reply, Limit maxBytes) {

  public Operation<Envelope, R> operation() {
    return new Operation<>("tutti." + type, Envelope.class, reply, maxBytes);
  }

  /** The typed body of an envelope of this operation; any other type is refused. */
  public B bodyOf(Envelope envelope) {
    if (!envelope.type().equals(type)) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "type", "type must be %s here".formatted(type));
    }
    try {
      return Wire.read(envelope.body(), body);
    } catch (Refusal refusal) {
      throw refusal.within("body");
    }
  }
}
