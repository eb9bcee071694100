package tutti.protocol.session;

import java.util.List;

/** Events in order; {@code last} is the number of the newest one, whether it is here or not. */
public record EventsPage(List<tutti.protocol.event.Event> events, long last) {
  public EventsPage {
    events = List.copyOf(events);
  }
}
