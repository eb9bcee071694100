package tutti.protocol.session;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * What a session is about, for a signer that has lost it: the signed request says everything else.
 *
 * @param previousSessionId the attempt before this one
 */
public record SessionDescriptor(
    SessionId sessionId,
    RequestId requestId,
    int attempt,
    Envelope request,
    @Nullable SessionId previousSessionId) {
  public SessionDescriptor {
    Require.that(attempt > 0, "attempt", "must be positive");
  }
}
