package tutti.protocol.session;

import tutti.protocol.Require;
import tutti.protocol.SessionId;

/** Asks about one session. */
public record SessionQuery(SessionId sessionId) {
  public SessionQuery {
    Require.present(sessionId, "sessionId");
  }
}
