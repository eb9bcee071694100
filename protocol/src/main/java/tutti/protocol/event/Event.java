package tutti.protocol.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import tutti.protocol.Refusal;
import tutti.protocol.Require;
import tutti.protocol.json.Wire;

/**
 * The frame around everything that happened.
 *
 * @param id unique; the same event delivered twice has the same id
 * @param type see {@link EventType}
 * @param time milliseconds since 1970
 * @param subject hex of the session, request or key it is about
 * @param number counts up per subject, from 1 without gaps
 */
public record Event(
    String id, String type, long time, String subject, long number, ObjectNode data) {
  public Event {
    Require.safeInteger(time, "time");
    Require.safeInteger(number, "number");
  }

  public static Event of(String subject, long number, long time, EventData data) {
    String type = EventType.of(data).wireName();
    return new Event(subject + ":" + number, type, time, subject, number, Wire.tree(data));
  }

  /** What it says; empty for a type that only a newer service knows. */
  public Optional<EventData> typed() {
    return EventType.named(type).map(known -> read(known.data()));
  }

  private EventData read(Class<? extends EventData> known) {
    try {
      return Wire.readLenient(data, known);
    } catch (Refusal refusal) {
      throw refusal.within("data");
    }
  }
}
