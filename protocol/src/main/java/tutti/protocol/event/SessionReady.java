package tutti.protocol.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.Require;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionPhase;

/** A session is open. Request and joins are left out where they are large; they can be fetched. */
public record SessionReady(
    SessionId sessionId,
    RequestId requestId,
    int attempt,
    @Nullable SessionId previousSessionId,
    SessionPhase phase,
    long deadline,
    int coordinator,
    Bytes electionProof,
    @Nullable Envelope request,
    @Nullable List<Envelope> joins)
    implements EventData {
  public SessionReady {
    Require.that(attempt > 0, "attempt", "must be positive");
    Require.safeInteger(deadline, "deadline");
    Require.index(coordinator, "coordinator");
    Require.hash(electionProof, "electionProof");
    joins = joins == null ? null : List.copyOf(joins);
  }
}
