package tutti.agent;

import org.jspecify.annotations.Nullable;
import tutti.agent.psbt.Wallet;
import tutti.agent.session.Lie;
import tutti.agent.session.Outcome;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.EventData;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.Psbt;

/** What an agent tells its application. */
public sealed interface AgentEvent {
  /** The services reported something about a request or a session; checked where that can be. */
  record Happened(EventData data) implements AgentEvent {}

  /** A verified request names this signer. */
  record Requested(RequestId requestId, SigningRequest request, int signerIndex)
      implements AgentEvent {}

  /**
   * A request that names this signer is not kept: too much is that it has not joined (limit {@code
   * undecided-bytes}). It is told of again when there is room; it can be joined meanwhile.
   */
  record PassedOver(RequestId requestId, long bytes) implements AgentEvent {}

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

  /** The PSBT of a session with what a round has added, in the version in which it came. */
  record PsbtAdvanced(RequestId requestId, SessionId sessionId, PsbtStep step, Psbt psbt)
      implements AgentEvent {}

  /** How far a transaction has come. */
  enum PsbtStep {
    /** The nonces of all are in it. */
    NONCES,
    /** So are their partial signatures. */
    PARTIAL_SIGNATURES,
    /** The inputs that the signers spend are finished. */
    SIGNED
  }

  /** The wallet that this signer vouches for is asked, and awaited. */
  record WalletAsked(RequestId requestId, Wallet.Step step) implements AgentEvent {}

  /** The wallet gave a wrong answer; another one may come. */
  record WalletRefused(RequestId requestId, Refusal refusal) implements AgentEvent {}

  /** The witness has seen the result of a session; this needs nobody's word. */
  record BroadcastSeen(SessionId sessionId, String reference) implements AgentEvent {}

  /**
   * The result of a session was said to be out, and the witness does not see it. If this signer has
   * a broadcaster, it brings the result out itself.
   */
  record BroadcastDoubted(SessionId sessionId, @Nullable String reference) implements AgentEvent {}

  /** Something that this signer wanted to say was refused or not heard in time. */
  record Unheard(@Nullable SessionId sessionId, String what, ErrorCode code, String message)
      implements AgentEvent {}
}
