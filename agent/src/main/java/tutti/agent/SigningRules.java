package tutti.agent;

import java.util.Set;
import tutti.agent.lotus.LotusProposal;
import tutti.agent.psbt.PsbtProposal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.signing.PsbtItem;

/**
 * What a signer refuses without asking anybody, whatever keys it has.
 *
 * @param raw whether messages are signed that say nothing of what they mean
 * @param maxFee the most that a transaction may pay in fees, in satoshis
 * @param boundFees whether a fee is refused that follows from amounts which nothing binds
 * @param sighashTypes what PSBTs may be signed with; types that do not bind let whoever has the
 *     signature change what was shown
 */
record SigningRules(boolean raw, long maxFee, boolean boundFees, Set<SighashType> sighashTypes) {
  SigningRules {
    sighashTypes = Set.copyOf(sighashTypes);
  }

  /**
   * Holds what is proposed against the rules.
   *
   * @throws Refusal {@code REFUSED_BY_POLICY} with the field
   */
  void require(ProposedSigning proposed) {
    PsbtProposal psbt = proposed.psbt();
    if (!raw && psbt == null && proposed.lotus() == null) {
      throw Refusal.ofField(
          ErrorCode.REFUSED_BY_POLICY,
          "scheme",
          "this signer signs transactions; a raw message may be one that nobody has looked at");
    }
    if (psbt != null) {
      psbt.items().forEach(this::requireType);
      requireFee(psbt.summary(), SigningRequest.PSBT);
    }
    LotusProposal lotus = proposed.lotus();
    if (lotus != null) {
      requireBound(lotus);
      requireFee(lotus.summary(), SigningRequest.LOTUS);
    }
  }

  private void requireType(PsbtItem item) {
    if (!sighashTypes.contains(item.sighashType())) {
      throw Refusal.ofField(
          ErrorCode.REFUSED_BY_POLICY,
          "psbt.inputs[%d].sighash_type".formatted(item.input()),
          "a signature of type %s would not bind the whole transaction"
              .formatted(item.sighashType()));
    }
  }

  /** Of such inputs, two requests with other amounts can be made one transaction. */
  private void requireBound(LotusProposal lotus) {
    if (boundFees && !lotus.plan().bindsFee()) {
      throw Refusal.ofField(
          ErrorCode.REFUSED_BY_POLICY,
          "lotus.spentOutputs",
          "these signatures do not bind all amounts, so nobody can tell whether the fee is allowed");
    }
  }

  private void requireFee(MoneySummary summary, String field) {
    if (summary.fee() > maxFee) {
      throw Refusal.ofField(
          ErrorCode.REFUSED_BY_POLICY,
          field,
          "a fee of %d sat, at most %d are allowed".formatted(summary.fee(), maxFee));
    }
  }
}
