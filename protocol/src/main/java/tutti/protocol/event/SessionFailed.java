package tutti.protocol.event;

import tutti.protocol.ErrorCode;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** A signer is at fault; the evidence can be fetched. */
public record SessionFailed(SessionId sessionId, ErrorCode code, String message, int culprit)
    implements EventData {
  public SessionFailed {
    Require.index(culprit, "culprit");
  }
}
