package tutti.protocol.session;

import java.util.List;
import tutti.protocol.Require;
import tutti.protocol.SessionId;

/**
 * The answer to everything a participant says about a session.
 *
 * @param repeated the same had been said before; nothing changed
 * @param awaiting signer indexes that the phase still waits for
 */
public record SessionReply(
    SessionId sessionId, SessionPhase phase, boolean repeated, List<Integer> awaiting) {
  public SessionReply {
    Require.indexes(awaiting, "awaiting");
    awaiting = List.copyOf(awaiting);
  }
}
