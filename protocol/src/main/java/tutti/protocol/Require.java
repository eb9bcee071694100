package tutti.protocol;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Shape checks of the message records. Each failure is {@code MALFORMED} and names the field. */
public final class Require {
  private Require() {}

  public static <T> T present(@Nullable T value, String field) {
    if (value == null) {
      throw malformed(field, "is missing");
    }
    return value;
  }

  public static void that(boolean condition, String field, String problem) {
    if (!condition) {
      throw malformed(field, problem);
    }
  }

  /** A list that is there, has {@code min..max} entries, and no empty one. */
  public static void size(@Nullable Collection<?> list, int min, int max, String field) {
    if (list == null) {
      throw malformed(field, "is missing");
    }
    int size = list.size();
    that(
        size >= min && size <= max,
        field,
        "has %d entries, %d to %d allowed".formatted(size, min, max));
    that(list.stream().noneMatch(entry -> entry == null), field, "has an empty entry");
  }

  public static void text(@Nullable String text, int maxLength, String field) {
    if (text == null) {
      throw malformed(field, "is missing");
    }
    int length = text.length();
    that(length <= maxLength, field, "has %d characters, %d allowed".formatted(length, maxLength));
  }

  /** An integer that every JSON reader keeps exactly: 0 to 2^53 - 1. */
  public static void safeInteger(long value, String field) {
    that(value >= 0 && value < (1L << 53), field, "must be between 0 and 2^53 - 1");
  }

  private static Refusal malformed(String field, String problem) {
    return Refusal.ofField(ErrorCode.MALFORMED, field, field + " " + problem);
  }
}
