package tutti.agent.lotus;

import java.util.Optional;
import tutti.agent.session.Hand;
import tutti.agent.session.Means;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;

/** Signs Lotus transactions with the signer's own key, and all else as other means do. */
public final class LotusMeans implements Means {
  private final SecretKey own;
  private final long maxFee;
  private final Means others;

  /**
   * The means of a signer.
   *
   * @param maxFee the most that a transaction may pay in fees, in satoshis
   * @param others for the other schemes
   */
  public LotusMeans(SecretKey own, long maxFee, Means others) {
    this.own = own;
    this.maxFee = maxFee;
    this.others = others;
  }

  @Override
  public Hand of(SigningRequest request, int signerIndex) {
    Optional<LotusProposal> proposal = LotusProposal.ifAny(request);
    if (proposal.isEmpty()) {
      return others.of(request, signerIndex);
    }
    long fee = proposal.get().summary().fee();
    if (fee > maxFee) {
      throw Refusal.ofField(
          ErrorCode.REFUSED_BY_POLICY,
          SigningRequest.LOTUS,
          "a fee of %d sat, at most %d are allowed".formatted(fee, maxFee));
    }
    if (!request.orderedKeys().get(signerIndex).equals(own.publicKey())) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT, "keys", "this signer does not have the key in its place");
    }
    return Hand.of(own);
  }

  @Override
  public String toString() {
    return "LotusMeans[own %s, %s]".formatted(own.publicKey().hex(), others);
  }
}
