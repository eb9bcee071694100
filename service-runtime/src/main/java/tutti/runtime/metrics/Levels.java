package tutti.runtime.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * One gauge for each of a few states, set all at once.
 *
 * @param <E> the states; their names in small letters are the label
 */
public final class Levels<E extends Enum<E>> {
  private final Class<E> states;
  private volatile Map<E, Long> counted;

  /** All of them show nothing yet. */
  public Levels(MeterRegistry registry, String name, String description, Class<E> states) {
    this.states = states;
    counted = new EnumMap<>(states);
    String label = states.getSimpleName().endsWith("Phase") ? "phase" : "state";
    for (E state : states.getEnumConstants()) {
      Gauge.builder(name, () -> counted.getOrDefault(state, 0L))
          .description(description)
          .tag(label, label(state))
          .register(registry);
    }
  }

  /** How a state is written in a label. */
  public static String label(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Sets all; those that are missing are 0. */
  public void set(Map<E, Long> now) {
    counted = now.isEmpty() ? new EnumMap<>(states) : new EnumMap<>(now);
  }
}
