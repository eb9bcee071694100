package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * A new attempt was opened.
 *
 * @param retriedBy signer index of who asked for it; absent where the services did by themselves
 */
public record SessionRetried(
    SessionId sessionId, SessionId nextSessionId, int attempt, @Nullable Integer retriedBy)
    implements EventData {
  public SessionRetried {
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.optionalIndex(retriedBy, "retriedBy");
  }
}
