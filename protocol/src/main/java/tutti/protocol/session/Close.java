package tutti.protocol.session;

import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * "I need this session no longer": the body of {@code session.close}. An ended session is removed
 * when all participants have closed it, or when its retention is over.
 */
public record Close(SessionId sessionId, int signerIndex) {
  public Close {
    Require.present(sessionId, "sessionId");
    Require.that(signerIndex >= 0, "signerIndex", "must not be negative");
  }
}
