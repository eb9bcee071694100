package tutti.protocol.event;

import java.util.List;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** Nobody managed to broadcast the result. */
public record FailoverExhausted(SessionId sessionId, List<Integer> failed) implements EventData {
  public FailoverExhausted {
    Require.indexes(failed, "failed");
    failed = List.copyOf(failed);
  }
}
