package tutti.protocol.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** RFC 8785: the one byte string that stands for a JSON value, in any language. */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** The canonical form of a JSON object given as UTF-8 text. */
  public static Bytes of(byte[] json) {
    try {
      return Bytes.of(new JsonCanonicalizer(json).getEncodedUTF8());
    } catch (IOException e) {
      throw Refusal.of(ErrorCode.MALFORMED, "not canonicalisable JSON: " + e.getMessage());
    }
  }

  /** The canonical form of a value as the contract writes it. */
  public static Bytes of(Object value) {
    try {
      return of(Wire.mapper().writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      // RFC 8785 has no form for half of a surrogate pair; parsers let it through.
      throw Refusal.of(ErrorCode.MALFORMED, "not Unicode text: " + e.getOriginalMessage());
    }
  }
}
