package tutti.agent;

import org.jspecify.annotations.Nullable;
import tutti.agent.session.Lie;
import tutti.agent.session.Outcome;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.EventData;
import tutti.protocol.request.SigningRequest;

/** What an agent tells its application. */
public sealed interface AgentEvent {
  /** The services reported something about a request or a session; checked where that can be. */
  record Happened(EventData data) implements AgentEvent {}

  /** A verified request names this signer. */
  record Requested(RequestId requestId, SigningRequest request, int signerIndex)
      implements AgentEvent {}

  /** This signer said no, by its policy, or stays out of a session because it said no before. */
  record Rejected(RequestId requestId, @Nullable SessionId sessionId, String reason)
      implements AgentEvent {}

  /** Something that the services showed is not true. Nothing was signed for it. */
  record LieDetected(
      @Nullable RequestId requestId, @Nullable SessionId sessionId, Lie lie, String detail)
      implements AgentEvent {}

  /** A session is over for this signer; always its last event, but for its broadcast. */
  record SessionEnded(SessionId sessionId, Outcome outcome) implements AgentEvent {}

  /** This signer is to broadcast and no broadcaster was given: the application is asked to. */
  record BroadcastWanted(Broadcaster.Order order) implements AgentEvent {}

  /** Something that this signer wanted to say was refused or not heard in time. */
  record Unheard(@Nullable SessionId sessionId, String what, ErrorCode code, String message)
      implements AgentEvent {}
}
