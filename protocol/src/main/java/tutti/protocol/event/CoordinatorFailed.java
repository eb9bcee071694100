package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** A coordinator did not broadcast in time, or said that it could not. */
public record CoordinatorFailed(
    SessionId sessionId, int failed, @Nullable Integer next, @Nullable String reason)
    implements EventData {
  public CoordinatorFailed {
    Require.index(failed, "failed");
    Require.optionalIndex(next, "next");
  }
}
