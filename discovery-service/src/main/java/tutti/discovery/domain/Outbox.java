package tutti.discovery.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.runtime.machine.Document;

/**
 * What has happened and is not yet known to have been published.
 *
 * @param lastNumber number of the last event there was
 * @param retryAt not published again before this time
 * @param events oldest first
 */
public record Outbox(long lastNumber, long retryAt, List<Outgoing> events) {
  /** How long whoever changed the document has to publish; milliseconds. */
  static final long GRACE = 2_000;

  static final Outbox EMPTY = new Outbox(0, 0, List.of());

  public Outbox {
    events = List.copyOf(events);
  }

  Outbox with(Subject subject, EventData data, List<String> transactionTypes) {
    long number = lastNumber + 1;
    Event event = Event.of(subject.key(), number, subject.now(), data);
    // Numbers begin again when a signer was forgotten in between; ids do not.
    String id = "%s:%d:%d".formatted(subject.key(), subject.now(), number);
    var unique = new Event(id, event.type(), event.time(), event.subject(), number, event.data());
    var more = new ArrayList<>(events);
    more.add(new Outgoing(unique, transactionTypes));
    return new Outbox(number, retryAt, more);
  }

  /** Whom an event is about, and when it happened. */
  record Subject(String key, long now) {}

  Outbox without(Collection<Long> numbers) {
    return new Outbox(
        lastNumber,
        retryAt,
        events.stream().filter(out -> !numbers.contains(out.event().number())).toList());
  }

  /** Events that came after the one with this number. */
  List<Outgoing> after(long number) {
    return events.stream().filter(out -> out.event().number() > number).toList();
  }

  /** Whoever appended an event publishes it; these were left to the sweeper. */
  List<Outgoing> overdue(long now) {
    return now < retryAt
        ? List.of()
        : events.stream().filter(out -> out.event().time() + GRACE <= now).toList();
  }

  Outbox retriedAt(long now) {
    return new Outbox(lastNumber, now + GRACE, events);
  }

  long dueAt() {
    return events.isEmpty()
        ? Document.NEVER
        : Math.max(retryAt, events.get(0).event().time() + GRACE);
  }
}
