package tutti.runtime.state;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/**
 * What a transition answers: a result or a refusal, and how either travels between members.
 *
 * @param unsaved whether the document that it speaks of must be stored first
 */
record Answer(@Nullable Object result, @Nullable Refusal refusal, boolean unsaved) {
  private static final int REFUSAL = 1;
  private static final int UNSAVED = 2;

  static Answer given(Object result) {
    return given(result, false);
  }

  static Answer given(Object result, boolean unsaved) {
    return new Answer(result, null, unsaved);
  }

  static Answer refused(Refusal refusal) {
    return refused(refusal, false);
  }

  static Answer refused(Refusal refusal, boolean unsaved) {
    return new Answer(null, refusal, unsaved);
  }

  static Answer read(byte[] bytes, Class<?> type) {
    byte[] json = Arrays.copyOfRange(bytes, 1, bytes.length);
    boolean unsaved = (bytes[0] & UNSAVED) != 0;
    return (bytes[0] & REFUSAL) != 0
        ? refused(Wire.read(json, Failure.class).toRefusal(), unsaved)
        : given(Wire.read(json, type), unsaved);
  }

  byte[] write() {
    int tag = unsaved ? UNSAVED : 0;
    return refusal == null
        ? tagged(tag, Wire.write(Objects.requireNonNull(result)))
        : tagged(tag | REFUSAL, Wire.write(refusal.toFailure()));
  }

  /** The result. Throws the refusal if it is one. */
  <R> R open(Class<R> type) {
    if (refusal != null) {
      throw refusal;
    }
    return type.cast(Objects.requireNonNull(result));
  }

  private static byte[] tagged(int tag, byte[] json) {
    byte[] tagged = new byte[json.length + 1];
    tagged[0] = (byte) tag;
    System.arraycopy(json, 0, tagged, 1, json.length);
    return tagged;
  }
}
