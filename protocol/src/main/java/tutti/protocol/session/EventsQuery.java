package tutti.protocol.session;

import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** Asks for the events of a session after a number; 0 for all. */
public record EventsQuery(SessionId sessionId, long after) {
  public EventsQuery {
    Require.present(sessionId, "sessionId");
    Require.that(after >= 0, "after", "must not be negative");
  }
}
