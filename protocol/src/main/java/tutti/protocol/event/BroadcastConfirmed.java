package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** The coordinator says that it broadcast the result. */
public record BroadcastConfirmed(SessionId sessionId, int coordinator, @Nullable String reference)
    implements EventData {
  public BroadcastConfirmed {
    Require.index(coordinator, "coordinator");
  }
}
