package tutti.protocol;

import java.util.EnumMap;
import java.util.Map;

/** The limits in force: defaults, and what a configuration chose instead. Immutable. */
public final class Limits {
  private static final Limits DEFAULTS = new Limits(new EnumMap<>(Limit.class));

  private final Map<Limit, Long> chosen;

  private Limits(Map<Limit, Long> chosen) {
    this.chosen = chosen;
  }

  public static Limits defaults() {
    return DEFAULTS;
  }

  /** These limits with one changed; a value outside its range is an error that names it. */
  public Limits with(Limit limit, long value) {
    if (value < limit.min() || value > limit.max()) {
      throw new IllegalArgumentException(
          "%s: %d is outside %d to %d".formatted(limit.key(), value, limit.min(), limit.max()));
    }
    Map<Limit, Long> changed = new EnumMap<>(Limit.class);
    changed.putAll(chosen);
    changed.put(limit, value);
    return new Limits(changed);
  }

  public long get(Limit limit) {
    return chosen.getOrDefault(limit, limit.defaultValue());
  }

  public int intValue(Limit limit) {
    return Math.toIntExact(get(limit));
  }

  /** Refuses a message that is larger than the limit. */
  public void requireBytes(Limit limit, int bytes) {
    if (bytes > get(limit)) {
      throw Refusal.of(
          ErrorCode.TOO_LARGE,
          "message has %d bytes, %d allowed (%s)".formatted(bytes, get(limit), limit.key()));
    }
  }
}
