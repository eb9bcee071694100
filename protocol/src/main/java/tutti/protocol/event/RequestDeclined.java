package tutti.protocol.event;

import org.jspecify.annotations.Nullable;
import tutti.protocol.RequestId;
import tutti.protocol.Require;

/** A signer declined; the request has ended. */
public record RequestDeclined(RequestId requestId, int signerIndex, @Nullable String reason)
    implements EventData {
  public RequestDeclined {
    Require.index(signerIndex, "signerIndex");
  }
}
