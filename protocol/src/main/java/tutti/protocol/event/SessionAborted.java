package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** A participant ended the session. */
public record SessionAborted(
    SessionId sessionId, int abortedBy, @Nullable ErrorCode code, @Nullable String reason)
    implements EventData {
  public SessionAborted {
    Require.index(abortedBy, "abortedBy");
  }
}
