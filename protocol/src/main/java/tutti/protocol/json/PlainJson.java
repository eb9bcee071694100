package tutti.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;

/**
 * JSON whose canonical form any writer that sorts members gives: texts without control characters
 * and characters outside the basic plane, integers that a double holds. All that the contract says
 * itself is plain; what people write need not be.
 */
final class PlainJson {
  private static final long SAFE_INTEGER = (1L << 53) - 1;

  private PlainJson() {}

  static boolean is(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> isPlainObject(node);
      case ARRAY -> arePlain(node);
      case STRING -> isPlain(node.textValue());
      case NUMBER -> isPlainNumber(node);
      case BOOLEAN, NULL -> true;
      case BINARY, MISSING, POJO -> false;
    };
  }

  private static boolean isPlainObject(JsonNode object) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      if (!isPlain(names.next())) {
        return false;
      }
    }
    return arePlain(object);
  }

  private static boolean arePlain(JsonNode nodes) {
    for (JsonNode node : nodes) {
      if (!is(node)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlainNumber(JsonNode number) {
    return number.isIntegralNumber()
        && number.canConvertToLong()
        && Math.abs(number.longValue()) <= SAFE_INTEGER;
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
