package tutti.discovery.domain;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.SignerSort;

/**
 * The place after one entry of a sorted result. It names a position, not a count, so a page begins
 * where the last one ended whatever came and went in between. To others it is an opaque text.
 *
 * @param rank see {@link SignerSearch#rank}
 * @param key of the entry, as hex
 */
record Cursor(SignerSort sort, long rank, String key) {
  private static final Pattern FORM = Pattern.compile("([a-z]+)/(-?[0-9]{1,16})/([0-9a-f]{66})");

  String text() {
    String plain = "%s/%d/%s".formatted(name(sort), rank, key);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads a cursor of a search that is sorted like this one. */
  static Cursor of(String text, SignerSort sort) {
    Matcher form = FORM.matcher(plain(text));
    if (!form.matches() || !form.group(1).equals(name(sort))) {
      throw refusal();
    }
    return new Cursor(sort, Long.parseLong(form.group(2)), form.group(3));
  }

  private static String name(SignerSort sort) {
    return sort.name().toLowerCase(Locale.ROOT);
  }

  private static String plain(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      throw refusal();
    }
  }

  private static Refusal refusal() {
    return Refusal.ofField(
        ErrorCode.MALFORMED, "after", "after is not the next of a page of this search");
  }
}
