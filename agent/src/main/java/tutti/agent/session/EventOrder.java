package tutti.agent.session;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tutti.protocol.event.Event;

/** Puts one session's events in order, drops repeats, and says when some are missing. */
public final class EventOrder {
  /** Beyond this many out of order, the missing ones are fetched and these with them. */
  private static final int MAX_EARLY = 1_000;

  private final TreeMap<Long, Event> early = new TreeMap<>();
  private long last;

  /** Number of the last event that was released. */
  public long last() {
    return last;
  }

  /** Takes an event; gives back those whose turn has come. */
  public List<Event> accept(Event event) {
    if (event.number() > last && early.size() < MAX_EARLY) {
      early.putIfAbsent(event.number(), event);
    }
    return release();
  }

  /** Whether a later event is here while an earlier one is not. */
  public boolean hasGap() {
    return !early.isEmpty();
  }

  /**
   * Stops waiting for what the services no longer have.
   *
   * @param covered up to this number the services have shown everything that they have; what is
   *     missing beyond may only be late
   */
  public List<Event> skipGaps(long covered) {
    List<Event> released = release();
    while (!early.isEmpty() && early.firstKey() - 1 <= covered) {
      last = early.firstKey() - 1;
      released.addAll(release());
    }
    return released;
  }

  private List<Event> release() {
    List<Event> released = new ArrayList<>();
    while (!early.isEmpty() && early.firstKey() == last + 1) {
      released.add(early.pollFirstEntry().getValue());
      last++;
    }
    return released;
  }
}
