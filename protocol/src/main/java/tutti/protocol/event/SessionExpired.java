package tutti.protocol.event;

import java.util.List;
import tutti.protocol.Require;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionPhase;

/** A phase ran past its deadline, waiting for these signers. */
public record SessionExpired(SessionId sessionId, SessionPhase phase, List<Integer> missing)
    implements EventData {
  public SessionExpired {
    Require.indexes(missing, "missing");
    missing = List.copyOf(missing);
  }
}
