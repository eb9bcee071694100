package tutti.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import org.erdtman.jcs.JsonCanonicalizer;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * RFC 8785: the one byte string that stands for a JSON value, in any language. Text with half of a
 * surrogate pair has none; replaced by a question mark, it would make two values share their bytes.
 */
public final class CanonicalJson {
  private static final ObjectWriter SORTED =
      Wire.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

  private CanonicalJson() {}

  /** The canonical form of a JSON object given as UTF-8 text. */
  public static Bytes of(byte[] json) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
      String canonical = new JsonCanonicalizer(text).getEncodedString();
      ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(canonical));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return Bytes.of(bytes);
    } catch (IOException e) {
      throw Refusal.of(ErrorCode.MALFORMED, "not canonicalisable JSON: " + e.getMessage());
    }
  }

  /** The canonical form of a JSON object. */
  public static Bytes of(ObjectNode json) {
    try {
      // The general way takes a text apart again and costs as much as a signature.
      return PlainJson.is(json)
          ? Bytes.of(SORTED.writeValueAsBytes(json))
          : of(SORTED.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw Refusal.of(ErrorCode.MALFORMED, "not canonicalisable: " + e.getOriginalMessage());
    }
  }
}
