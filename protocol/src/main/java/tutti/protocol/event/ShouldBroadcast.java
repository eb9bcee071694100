package tutti.protocol.event;

import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** This signer is to broadcast the result now. */
public record ShouldBroadcast(SessionId sessionId, int coordinator, long deadline)
    implements EventData {
  public ShouldBroadcast {
    Require.index(coordinator, "coordinator");
    Require.safeInteger(deadline, "deadline");
  }
}
