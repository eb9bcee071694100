package tutti.agent.psbt;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.protocol.Refusal;
import tutti.protocol.request.ItemKeys;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtUpdate;
import tutti.transactions.signing.PsbtFinalizer;
import tutti.transactions.signing.PsbtItem;

/**
 * What came of a request of the scheme {@code psbt}.
 *
 * @param psbt in the version in which it was announced, with the group's inputs finished
 * @param transaction what can be broadcast, or null if inputs of others are not finished, or
 *     wrongly
 */
public record SignedPsbt(Psbt psbt, @Nullable BitcoinTransaction transaction) {
  /**
   * Puts verified signatures, one per item, into the PSBT of a request, and runs the scripts.
   *
   * @return empty if the request is not about a transaction
   * @throws Refusal {@code INVALID_SIGNATURE} with the input that nodes would not accept
   */
  public static Optional<SignedPsbt> of(SigningRequest request, List<Signature> signatures) {
    return PsbtProposal.ifAny(request).map(proposal -> of(proposal, signatures));
  }

  /**
   * Puts verified signatures, one per item, into the PSBT that was proposed, and runs the scripts.
   *
   * @throws Refusal {@code INVALID_SIGNATURE} with the input that nodes would not accept
   */
  public static SignedPsbt of(PsbtProposal transaction, List<Signature> signatures) {
    Psbt signed = transaction.psbt();
    for (int i = 0; i < signatures.size(); i++) {
      signed = PsbtFinalizer.withSignature(signed, transaction.items().get(i), signatures.get(i));
    }
    Set<Integer> inputs = new HashSet<>();
    transaction.items().forEach(item -> inputs.add(item.input()));
    PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(signed, inputs);
    return new SignedPsbt(finished.psbt(), finished.transaction());
  }

  /** The PSBT of a request after the first round: with the nonces of all, by signer and item. */
  public static Psbt withNonces(
      SigningRequest request, PsbtProposal transaction, List<List<PublicNonce>> nonces) {
    Psbt psbt = transaction.psbt();
    for (int i = 0; i < transaction.items().size(); i++) {
      PsbtItem item = transaction.items().get(i);
      ItemKeys keys = request.itemKeys(request.items().get(i));
      for (int signer = 0; signer < nonces.size(); signer++) {
        var slot = item.slot(keys.bySigner().get(signer));
        psbt = PsbtUpdate.withPubNonce(psbt, item.input(), slot, nonces.get(signer).get(i));
      }
    }
    return psbt;
  }

  /**
   * The PSBT after the second round: with the partial signatures of all beside the nonces.
   *
   * @throws Refusal {@code INVALID_PARTIAL_SIGNATURE} with the participant whose one is wrong
   */
  public static Psbt withPartialSigs(
      SigningRequest request,
      PsbtProposal transaction,
      Psbt withNonces,
      List<List<PartialSignature>> partials) {
    Psbt psbt = withNonces;
    for (int i = 0; i < transaction.items().size(); i++) {
      PsbtItem item = transaction.items().get(i);
      ItemKeys keys = request.itemKeys(request.items().get(i));
      for (int signer = 0; signer < partials.size(); signer++) {
        var slot = item.slot(keys.bySigner().get(signer));
        psbt =
            PsbtUpdate.withPartialSig(
                psbt, item.input(), slot, partials.get(signer).get(i), item.sighashType());
      }
      transaction.progress(psbt, i).requirePartialSigs();
    }
    return psbt;
  }
}
