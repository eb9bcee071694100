package tutti.agent;

import org.jspecify.annotations.Nullable;
import tutti.agent.lotus.LotusProposal;
import tutti.agent.psbt.PsbtProposal;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.request.SigningRequest;

/**
 * What a policy decides about. All of it was verified: the request is its creator's, and the
 * session, if there is one, follows from it.
 *
 * @param signerIndex this signer's position in the key order
 * @param sessionId the session, at stage {@code SIGN}
 * @param attempt the session's attempt; 0 before there is a session
 * @param psbt what is signed with the scheme {@code psbt}, derived from the PSBT alone; null with
 *     other schemes
 * @param lotus the same with the scheme {@code lotus}
 */
public record ProposedSigning(
    Stage stage,
    RequestId requestId,
    SigningRequest request,
    int signerIndex,
    @Nullable SessionId sessionId,
    int attempt,
    @Nullable PsbtProposal psbt,
    @Nullable LotusProposal lotus) {
  static ProposedSigning toJoin(VerifiedRequest asked) {
    return new ProposedSigning(
        Stage.JOIN,
        asked.id(),
        asked.request(),
        asked.signerIndex(),
        null,
        0,
        PsbtProposal.ifAny(asked).orElse(null),
        LotusProposal.ifAny(asked).orElse(null));
  }

  static ProposedSigning toSign(VerifiedRequest asked, SessionId session, int attempt) {
    return new ProposedSigning(
        Stage.SIGN,
        asked.id(),
        asked.request(),
        asked.signerIndex(),
        session,
        attempt,
        PsbtProposal.ifAny(asked).orElse(null),
        LotusProposal.ifAny(asked).orElse(null));
  }

  /** When the policy is asked. */
  public enum Stage {
    /** Before the signer joins, or announces. */
    JOIN,
    /** Before the partial signatures leave. */
    SIGN
  }
}
