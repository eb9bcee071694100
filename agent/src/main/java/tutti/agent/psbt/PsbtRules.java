package tutti.agent.psbt;

import java.util.Set;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.signing.PsbtItem;

/**
 * What a signer refuses without asking anybody.
 *
 * @param maxFee the most that a transaction may pay in fees, in satoshis
 * @param sighashTypes what may be signed with; others let whoever has the signature change what was
 *     shown
 */
public record PsbtRules(long maxFee, Set<SighashType> sighashTypes) {
  /** Those under which nothing can be changed. */
  public static final Set<SighashType> BINDING = Set.of(SighashType.DEFAULT, SighashType.ALL);

  public PsbtRules {
    sighashTypes = Set.copyOf(sighashTypes);
  }

  /** Rules for signatures that bind everything. */
  public static PsbtRules of(long maxFee) {
    return new PsbtRules(maxFee, BINDING);
  }

  /**
   * Holds a transaction against the rules.
   *
   * @throws Refusal {@code REFUSED_BY_POLICY}
   */
  void require(ProposedTransaction transaction) {
    for (PsbtItem item : transaction.items()) {
      if (!sighashTypes.contains(item.sighashType())) {
        throw Refusal.ofField(
            ErrorCode.REFUSED_BY_POLICY,
            "psbt.inputs[%d].sighash_type".formatted(item.input()),
            "a signature of type %s would not bind the whole transaction"
                .formatted(item.sighashType()));
      }
    }
    long fee = transaction.summary().fee();
    if (fee > maxFee) {
      throw Refusal.ofField(
          ErrorCode.REFUSED_BY_POLICY,
          "psbt",
          "a fee of %d sat, at most %d are allowed".formatted(fee, maxFee));
    }
  }
}
