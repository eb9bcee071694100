package tutti.gateway.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last events, each once, in the order in which they were heard first. */
public final class RecentEvents<E> {
  private final int max;
  private final Map<String, E> events = new LinkedHashMap<>();

  public RecentEvents(int max) {
    this.max = max;
  }

  /** Whether it is new. */
  public boolean add(String id, E event) {
    if (events.putIfAbsent(id, event) != null) {
      return false;
    }
    if (events.size() > max) {
      events.remove(events.keySet().iterator().next());
    }
    return true;
  }

  /** What came after it; empty if it is not kept any more, or never was. */
  public Optional<List<E>> after(String id) {
    if (!events.containsKey(id)) {
      return Optional.empty();
    }
    List<E> later = new ArrayList<>();
    boolean passed = false;
    for (Map.Entry<String, E> entry : events.entrySet()) {
      if (passed) {
        later.add(entry.getValue());
      }
      passed = passed || entry.getKey().equals(id);
    }
    return Optional.of(later);
  }

  public List<E> all() {
    return List.copyOf(events.values());
  }
}
