package tutti.protocol.event;

import tutti.protocol.Require;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionPhase;

/** Nobody listens at a signer's inbox at the moment; the session goes on. */
public record ParticipantUnreachable(SessionId sessionId, int signerIndex, SessionPhase phase)
    implements EventData {
  public ParticipantUnreachable {
    Require.index(signerIndex, "signerIndex");
  }
}
