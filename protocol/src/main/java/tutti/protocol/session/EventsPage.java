package tutti.protocol.session;

import java.util.List;
import tutti.protocol.Require;

/** Events in order; {@code last} is the number of the newest one, whether it is here or not. */
public record EventsPage(List<tutti.protocol.event.Event> events, long last) {
  public EventsPage {
    Require.safeInteger(last, "last");
    events = List.copyOf(events);
  }
}
