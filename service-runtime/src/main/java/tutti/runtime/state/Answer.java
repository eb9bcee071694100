package tutti.runtime.state;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** What a transition answers: a result or a refusal, and how either travels between members. */
record Answer(@Nullable Object result, @Nullable Refusal refusal) {
  private static final byte RESULT = 0;
  private static final byte REFUSAL = 1;

  static Answer given(Object result) {
    return new Answer(result, null);
  }

  static Answer refused(Refusal refusal) {
    return new Answer(null, refusal);
  }

  static Answer read(byte[] bytes, Class<?> type) {
    byte[] json = Arrays.copyOfRange(bytes, 1, bytes.length);
    return bytes[0] == REFUSAL
        ? refused(Wire.read(json, Failure.class).toRefusal())
        : given(Wire.read(json, type));
  }

  byte[] write() {
    return refusal == null
        ? tagged(RESULT, Wire.write(Objects.requireNonNull(result)))
        : tagged(REFUSAL, Wire.write(refusal.toFailure()));
  }

  /** The result. Throws the refusal if it is one. */
  <R> R open(Class<R> type) {
    if (refusal != null) {
      throw refusal;
    }
    return type.cast(Objects.requireNonNull(result));
  }

  private static byte[] tagged(byte tag, byte[] json) {
    byte[] tagged = new byte[json.length + 1];
    tagged[0] = tag;
    System.arraycopy(json, 0, tagged, 1, json.length);
    return tagged;
  }
}
