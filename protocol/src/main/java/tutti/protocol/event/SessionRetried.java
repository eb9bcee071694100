package tutti.protocol.event;

import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** A new attempt was opened. */
public record SessionRetried(
    SessionId sessionId, SessionId nextSessionId, int attempt, int retriedBy) implements EventData {
  public SessionRetried {
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.index(retriedBy, "retriedBy");
  }
}
