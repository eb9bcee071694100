package tutti.protocol.session;

import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** Asks for the events of a session after a number; 0 for all. */
public record EventsQuery(SessionId sessionId, long after) {
  public EventsQuery {
    Require.safeInteger(after, "after");
    Require.present(sessionId, "sessionId");
  }
}
