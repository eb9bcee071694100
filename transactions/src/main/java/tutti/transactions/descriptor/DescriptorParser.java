package tutti.transactions.descriptor;

import java.util.ArrayList;
import java.util.List;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.DescriptorChecksum;

/** Reads {@code tr()} and {@code rawtr()} (BIP386). Scripts in the tree are {@code pk()}. */
final class DescriptorParser {
  private static final int MAX_LENGTH = 200_000;
  private static final int MAX_DEPTH = 128;
  private static final int CHECKSUM = 8;

  private final DescriptorText text;
  private final KeyParser keys;

  private DescriptorParser(String body) {
    this.text = new DescriptorText(body);
    this.keys = new KeyParser(text);
  }

  static Descriptor parse(String descriptor) {
    if (descriptor.length() > MAX_LENGTH) {
      throw Refusal.ofField(
          ErrorCode.TOO_LARGE, "descriptor", "more than %d characters".formatted(MAX_LENGTH));
    }
    return new DescriptorParser(checked(descriptor)).descriptor();
  }

  /** The descriptor without its checksum, which must be right if there is one. */
  private static String checked(String descriptor) {
    int end = descriptor.indexOf('#');
    String body = end < 0 ? descriptor : descriptor.substring(0, end);
    try {
      String checksum = DescriptorChecksum.of(body);
      if (end >= 0 && !descriptor.substring(end + 1).equals(checksum)) {
        throw Refusal.of(
            ErrorCode.MALFORMED, "the checksum of %d characters is wrong".formatted(CHECKSUM));
      }
    } catch (Refusal refusal) {
      throw refusal.within("descriptor");
    }
    return body;
  }

  private Descriptor descriptor() {
    Descriptor parsed;
    if (text.take("rawtr(")) {
      parsed = new Descriptor(keys.key(), List.of(), false);
    } else if (text.take("tr(")) {
      KeyExpression internal = keys.key();
      List<Descriptor.Leaf> leaves = new ArrayList<>();
      if (text.take(",")) {
        tree(0, leaves);
      }
      parsed = new Descriptor(internal, leaves, true);
    } else {
      throw text.refused("tr() or rawtr() expected; musig() is allowed in no other");
    }
    text.require(")");
    text.requireEnd();
    return parsed.requireSameBranches();
  }

  private void tree(int depth, List<Descriptor.Leaf> leaves) {
    if (depth > MAX_DEPTH) {
      throw text.refused("the tree is too deep");
    }
    if (text.take("{")) {
      tree(depth + 1, leaves);
      text.require(",");
      tree(depth + 1, leaves);
      text.require("}");
    } else {
      text.require("pk(");
      leaves.add(new Descriptor.Leaf(depth, keys.key()));
      text.require(")");
    }
  }
}
