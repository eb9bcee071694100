package tutti.transactions.descriptor;

import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** A descriptor as it is read, from left to right. */
final class DescriptorText {
  private final String text;
  private int position;

  DescriptorText(String text) {
    this.text = text;
  }

  /** Goes past a word if it is next. */
  boolean take(String word) {
    boolean isNext = text.startsWith(word, position);
    position += isNext ? word.length() : 0;
    return isNext;
  }

  void require(String word) {
    if (!take(word)) {
      throw refused("%s expected".formatted(word));
    }
  }

  /** Goes up to one of the characters, or to the end. */
  String until(String characters) {
    int start = position;
    while (position < text.length() && characters.indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return text.substring(start, position);
  }

  void requireEnd() {
    if (position < text.length()) {
      throw refused("the end expected");
    }
  }

  Refusal refused(String problem) {
    return Refusal.ofField(
        ErrorCode.MALFORMED, "descriptor", "at character %d: %s".formatted(position + 1, problem));
  }
}
