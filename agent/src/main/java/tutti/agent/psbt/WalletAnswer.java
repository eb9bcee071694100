package tutti.agent.psbt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.VerifyEngine;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtCombiner;
import tutti.transactions.signing.ItemProgress;
import tutti.transactions.signing.PsbtItem;

/** Reads what a wallet has added to a PSBT for one signer, and believes none of it. */
public final class WalletAnswer {
  private final SigningRequest request;
  private final PsbtProposal transaction;
  private final int signer;

  /** Answers for a signer of a request. */
  public WalletAnswer(SigningRequest request, PsbtProposal transaction, int signer) {
    this.request = request;
    this.transaction = transaction;
    this.signer = signer;
  }

  /**
   * The wallet's nonces, one per item.
   *
   * @throws Refusal that names the field: a nonce is missing, another participant's, no point, or
   *     there twice; or the answer does not fit what the wallet was given
   */
  public List<PublicNonce> nonces(Psbt given, Psbt answer, VerifyEngine engine) {
    Psbt combined = PsbtCombiner.combine(List.of(given, answer));
    List<PublicNonce> nonces = new ArrayList<>();
    for (int i = 0; i < transaction.items().size(); i++) {
      ItemProgress progress = transaction.progress(combined, i);
      PublicKey participant = participant(i);
      requireNobodyElse(progress, participant);
      PublicNonce nonce =
          progress
              .nonceOf(participant)
              .orElseThrow(() -> missing(progress.item(), "musig2_pub_nonce", participant));
      if (!engine.isValid(nonce)) {
        throw at(progress.item(), ErrorCode.INVALID_NONCE, "musig2_pub_nonce", "is no nonce");
      }
      nonces.add(nonce);
    }
    if (new HashSet<>(nonces).size() < nonces.size()) {
      throw Refusal.ofField(
          ErrorCode.INVALID_NONCE, "psbt.inputs", "the wallet has given one nonce twice");
    }
    return nonces;
  }

  /**
   * The wallet's partial signatures, one per item.
   *
   * @param given with the nonces of all
   * @throws Refusal that names the field: one is missing, or is wrong, or the answer does not fit
   *     what the wallet was given
   */
  public List<PartialSignature> partialSigs(Psbt given, Psbt answer) {
    Psbt combined = PsbtCombiner.combine(List.of(given, answer));
    List<PartialSignature> partials = new ArrayList<>();
    for (int i = 0; i < transaction.items().size(); i++) {
      ItemProgress progress = transaction.progress(combined, i);
      PublicKey participant = participant(i);
      partials.add(
          progress
              .partialSigOf(participant)
              .orElseThrow(() -> missing(progress.item(), "musig2_partial_sig", participant)));
      progress.requirePartialSigs();
    }
    return partials;
  }

  private PublicKey participant(int item) {
    return request.itemKeys(request.items().get(item)).bySigner().get(signer);
  }

  /** The wallet that is vouched for speaks for nobody but itself. */
  private static void requireNobodyElse(ItemProgress progress, PublicKey participant) {
    for (PublicKey other : progress.item().participants()) {
      if (!other.equals(participant) && progress.nonceOf(other).isPresent()) {
        throw at(
            progress.item(),
            ErrorCode.NOT_A_PARTICIPANT,
            "musig2_pub_nonce",
            "is of participant %s, not of %s".formatted(other.hex(), participant.hex()));
      }
    }
  }

  private static Refusal missing(PsbtItem item, String field, PublicKey participant) {
    return at(item, ErrorCode.NOT_FOUND, field, "is missing of participant " + participant.hex());
  }

  private static Refusal at(PsbtItem item, ErrorCode code, String field, String problem) {
    return Refusal.ofField(
        code, "psbt.inputs[%d].%s".formatted(item.input(), field), field + " " + problem);
  }
}
