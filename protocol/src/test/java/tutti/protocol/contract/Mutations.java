package tutti.protocol.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Every message with one thing changed. */
final class Mutations {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * A changed message.
   *
   * @param path of what was changed, as a refusal would name it
   * @param change what was done
   */
  record Mutation(String path, String change, ObjectNode message) {}

  private final ObjectNode original;
  private final List<Mutation> found = new ArrayList<>();

  private Mutations(ObjectNode original) {
    this.original = original;
  }

  static List<Mutation> of(ObjectNode original) {
    Mutations mutations = new Mutations(original);
    mutations.visitMembers(original, "", copy -> copy);
    return mutations.found;
  }

  private void visitMembers(JsonNode node, String path, UnaryOperator<JsonNode> locate) {
    if (node instanceof ObjectNode object) {
      for (String name : names(object)) {
        String here = path.isEmpty() ? name : path + "." + name;
        record(here, "removed", locate, parent -> ((ObjectNode) parent).remove(name));
        visit(
            object.get(name),
            here,
            root -> locate.apply(root).get(name),
            (parent, value) -> ((ObjectNode) parent).set(name, value),
            locate);
      }
      record(
          path.isEmpty() ? "surprise" : path + ".surprise",
          "unknown field",
          locate,
          parent -> ((ObjectNode) parent).put("surprise", 1));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        visit(
            array.get(i),
            path + "[" + i + "]",
            root -> locate.apply(root).get(index),
            (parent, value) -> ((ArrayNode) parent).set(index, value),
            locate);
      }
    }
  }

  private interface Setter {
    void set(JsonNode parent, JsonNode value);
  }

  private void visit(
      JsonNode value,
      String path,
      UnaryOperator<JsonNode> locate,
      Setter setter,
      UnaryOperator<JsonNode> parent) {
    replacements(value)
        .forEach(
            (change, other) ->
                record(path, change, parent, at -> setter.set(at, other.deepCopy())));
    visitMembers(value, path, locate);
  }

  private void record(
      String path, String change, UnaryOperator<JsonNode> locate, Consumer<JsonNode> edit) {
    ObjectNode copy = original.deepCopy();
    edit.accept(locate.apply(copy));
    found.add(new Mutation(path, change, copy));
  }

  private static Map<String, JsonNode> replacements(JsonNode value) {
    Map<String, JsonNode> others = new LinkedHashMap<>();
    others.put("null", JSON.nullNode());
    others.put("true", JSON.booleanNode(true));
    others.put("a text", JSON.textNode("a text"));
    others.put("empty text", JSON.textNode(""));
    others.put("number text", JSON.textNode("7"));
    others.put("zero", JSON.numberNode(0));
    others.put("negative", JSON.numberNode(-1));
    others.put("float", JSON.numberNode(1.5));
    others.put("a million and one", JSON.numberNode(1_000_001));
    others.put("2^31", JSON.numberNode(1L << 31));
    others.put("2^53", JSON.numberNode(1L << 53));
    others.put("2^64", JSON.numberNode(java.math.BigInteger.TWO.pow(64)));
    others.put("empty list", JSON.arrayNode());
    others.put("list of null", JSON.arrayNode().addNull());
    others.put("empty object", JSON.objectNode());
    others.put("object with a null", JSON.objectNode().putNull("a"));
    if (value.isTextual()) {
      texts(value.textValue(), others);
    } else if (value instanceof ObjectNode) {
      members(others);
    } else if (value instanceof ArrayNode list && !list.isEmpty()) {
      others.put("first entry twice", list.deepCopy().add(list.get(0).deepCopy()));
      others.put("null at the end", list.deepCopy().addNull());
      ArrayNode many = JSON.arrayNode();
      for (int i = 0; i < 1_001; i++) {
        many.add(list.get(0).deepCopy());
      }
      others.put("1,001 entries", many);
    }
    return others;
  }

  private static void members(Map<String, JsonNode> others) {
    ObjectNode many = JSON.objectNode();
    for (int i = 0; i < 33; i++) {
      many.put("name " + i, "a text");
    }
    others.put("33 members", many);
    others.put("a long name", JSON.objectNode().put("a".repeat(65), "a text"));
    others.put("the longest name", JSON.objectNode().put("a".repeat(64), "a text"));
    others.put("a long member", JSON.objectNode().put("a", "a".repeat(501)));
    others.put("the longest member", JSON.objectNode().put("a", "a".repeat(500)));
  }

  private static void texts(String text, Map<String, JsonNode> others) {
    others.put("upper case", JSON.textNode(text.toUpperCase(Locale.ROOT)));
    others.put("two characters more", JSON.textNode(text + "00"));
    others.put("one character more", JSON.textNode(text + "0"));
    others.put("a character less", JSON.textNode(text.substring(1)));
    others.put("no hex", JSON.textNode("g" + text.substring(1)));
    others.put("space before", JSON.textNode(" " + text));
    others.put("line end behind", JSON.textNode(text + "\n"));
    others.put("the largest number", JSON.textNode("f".repeat(text.length())));
    others.put("prefix", JSON.textNode("0x" + text));
    others.put("long text", JSON.textNode("a".repeat(2_000)));
    others.put("200 pairs of surrogates", JSON.textNode("\uD83D\uDE00".repeat(200)));
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
