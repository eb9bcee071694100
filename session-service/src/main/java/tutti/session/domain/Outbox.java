package tutti.session.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;

/**
 * The numbered events of a session, without the lists that grow with its signers, and how far they
 * have been published. So a crash between a change and its publication delays an event, never loses
 * it. Numbers only grow; some are missing where all members were lost.
 *
 * @param published number of the last event known to be published
 * @param since when the oldest unpublished one was last handed out
 */
public record Outbox(String subject, List<Event> events, long published, long since) {
  /** How long whoever caused an event has to publish it before the sweeper does. */
  static final long GRACE_MILLIS = 2_000;

  public Outbox {
    events = Collections.unmodifiableList(events);
  }

  static Outbox empty(String subject) {
    return new Outbox(subject, List.of(), 0, 0);
  }

  Outbox with(EventData data, long now) {
    return with(last() + 1, data, now);
  }

  /** One more event, with a number that leaves out those of events that nobody has any more. */
  Outbox with(long number, EventData data, long now) {
    List<Event> more = new ArrayList<>(events);
    more.add(Event.of(subject, number, now, data));
    return new Outbox(subject, more, published, now);
  }

  /**
   * The events after one number and up to another one have been published. Where earlier ones are
   * not known to be, these count as not published either: they go out again, which does no harm.
   */
  Outbox published(long after, long upTo) {
    return after > published || upTo <= published
        ? this
        : new Outbox(subject, events, Math.min(upTo, last()), since);
  }

  Outbox handedOut(long now) {
    return unpublished().isEmpty() ? this : new Outbox(subject, events, published, now);
  }

  long last() {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).number();
  }

  List<Event> after(long number) {
    int first = events.size();
    while (first > 0 && events.get(first - 1).number() > number) {
      first--;
    }
    return events.subList(first, events.size());
  }

  List<Event> unpublished() {
    return after(published);
  }

  long dueAt() {
    return unpublished().isEmpty() ? Long.MAX_VALUE : since + GRACE_MILLIS;
  }
}
