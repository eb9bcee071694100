package tutti.agent;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tutti.agent.lotus.LotusProposal;
import tutti.agent.psbt.PsbtProposal;
import tutti.agent.psbt.SignedPsbt;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Signature;
import tutti.protocol.SessionId;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.lotus.LotusTransaction;

/**
 * Brings the result into the world when this signer is the coordinator. What is known there already
 * counts as broadcast: after a restart the same order may come again.
 */
@FunctionalInterface
public interface Broadcaster {
  /** Broadcasts; the stage yields a reference such as a transaction id, or fails. */
  CompletionStage<String> broadcast(Order order);

  /**
   * What to broadcast.
   *
   * @param asked the request that was signed
   * @param signatures one per item, verified
   * @param deadline milliseconds since 1970; later the next coordinator is asked
   */
  record Order(
      SessionId sessionId, VerifiedRequest asked, List<Signature> signatures, long deadline) {
    public Order {
      signatures = List.copyOf(signatures);
    }

    /** What was asked for. */
    public SigningRequest request() {
      return asked.request();
    }

    /**
     * The signed transaction, and the PSBT with it, if that is what was asked for.
     *
     * @throws tutti.protocol.Refusal {@code INVALID_SIGNATURE} if nodes would not accept it
     */
    public Optional<SignedPsbt> psbt() {
      return PsbtProposal.ifAny(asked).map(proposal -> SignedPsbt.of(proposal, signatures));
    }

    /**
     * The signed transaction of the Lotus chain, if that is what was asked for.
     *
     * @throws tutti.protocol.Refusal {@code INVALID_SIGNATURE} if nodes would not accept it
     */
    public Optional<LotusTransaction> lotus() {
      return LotusProposal.ifAny(asked).map(proposal -> proposal.signed(signatures));
    }
  }
}
