package tutti.runtime.state;

import java.util.Arrays;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** What a transition answers, as it travels between members: a result, or a refusal. */
final class Answer {
  private static final byte RESULT = 0;
  private static final byte REFUSAL = 1;

  private Answer() {}

  static byte[] result(Object result) {
    return tagged(RESULT, Wire.write(result));
  }

  static byte[] refusal(Refusal refusal) {
    return tagged(REFUSAL, Wire.write(refusal.toFailure()));
  }

  /** The result. Throws the refusal if it is one. */
  static <R> R open(byte[] answer, Class<R> type) {
    byte[] json = Arrays.copyOfRange(answer, 1, answer.length);
    if (answer[0] == REFUSAL) {
      throw Wire.read(json, Failure.class).toRefusal();
    }
    return Wire.read(json, type);
  }

  private static byte[] tagged(byte tag, byte[] json) {
    byte[] tagged = new byte[json.length + 1];
    tagged[0] = tag;
    System.arraycopy(json, 0, tagged, 1, json.length);
    return tagged;
  }
}
