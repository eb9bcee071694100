package tutti.protocol;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;

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
    if (size < min || size > max) {
      throw malformed(field, "has %d entries, %d to %d allowed".formatted(size, min, max));
    }
    for (Object entry : list) {
      that(entry != null, field, "has an empty entry");
    }
  }

  public static void text(@Nullable String text, int maxLength, String field) {
    if (text == null) {
      throw malformed(field, "is missing");
    }
    int length = text.codePointCount(0, text.length()); // as JSON Schema counts
    if (length > maxLength) {
      throw malformed(field, "has %d characters, %d allowed".formatted(length, maxLength));
    }
  }

  /** Free text under names: at most 32 entries, names of 64 and texts of 500 characters. */
  public static void metadata(@Nullable Map<String, String> metadata, String field) {
    if (metadata == null) {
      return;
    }
    int size = metadata.size();
    if (size > 32) {
      throw malformed(field, "has %d entries, 32 allowed".formatted(size));
    }
    // All names first: a name that is too long is not repeated in the path of its text.
    metadata.keySet().forEach(name -> text(name, 64, field));
    metadata.forEach((name, text) -> text(text, 500, field + "." + name));
  }

  /** An integer that every JSON reader keeps exactly: 0 to 2^53 - 1. */
  public static void safeInteger(long value, String field) {
    that(value >= 0 && value < (1L << 53), field, "must be between 0 and 2^53 - 1");
  }

  /** As {@link #safeInteger(long, String)}, where there is one. */
  public static void optionalInteger(@Nullable Long value, String field) {
    if (value != null) {
      safeInteger(value, field);
    }
  }

  /** A position in the key order, or in the items: not negative. */
  public static void index(int value, String field) {
    that(value >= 0, field, "must not be negative");
  }

  /** As {@link #index}, where there is one. */
  public static void optionalIndex(@Nullable Integer value, String field) {
    that(value == null || value >= 0, field, "must not be negative");
  }

  /** Positions in the key order. */
  public static void indexes(Collection<Integer> values, String field) {
    that(values.stream().allMatch(value -> value >= 0), field, "must not be negative");
  }

  /** The 32 bytes of a hash. */
  public static void hash(Bytes value, String field) {
    that(value.length() == 32, field, "must be 32 bytes");
  }

  private static Refusal malformed(String field, String problem) {
    return Refusal.ofField(ErrorCode.MALFORMED, field, field + " " + problem);
  }
}
