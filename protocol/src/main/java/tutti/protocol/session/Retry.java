package tutti.protocol.session;

import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * "Once more": the body of {@code session.retry}, about a session that failed, expired or was
 * aborted. Everyone is asked for fresh nonces in a new session.
 *
 * @param sessionId the session that ended
 * @param attempt the new attempt; one more than that of the ended session
 */
public record Retry(SessionId sessionId, int signerIndex, int attempt) {
  public Retry {
    Require.present(sessionId, "sessionId");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
    Require.that(attempt > 1, "attempt", "must be greater than 1");
  }
}
