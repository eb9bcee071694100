package tutti.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** JSON of a seed, with what writers of JSON disagree on: escapes, order of names, numbers. */
final class RandomJson {
  private static final String[] CHARACTERS = {
    "a",
    "B",
    "1",
    "\"",
    "\\",
    "/",
    "\b",
    "\n",
    "\u0001",
    "\u001f",
    "\u007f",
    "\u0080",
    "\u00f6",
    "\u2028",
    "\ufb33",
    "\uffff",
    "\ud83d\ude00"
  };
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Random random;

  RandomJson(long seed) {
    this.random = new Random(seed);
  }

  ObjectNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(8); i > 0; i--) {
      object.set(text(), node(depth));
    }
    return object;
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      array.add(node(depth));
    }
    return array;
  }

  private JsonNode node(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> NODES.textNode(text());
      case 1 -> NODES.numberNode(random.nextLong() >> random.nextInt(64));
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 4 -> NODES.booleanNode(random.nextBoolean());
      case 5 -> NODES.nullNode();
      case 6 -> array(depth - 1);
      default -> object(depth - 1);
    };
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }
}
