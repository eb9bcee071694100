package tutti.transactions.signing;

import java.util.List;
import java.util.Optional;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.psbt.PsbtInput;

/** How far a group has come with an item: whose nonces and partial signatures the PSBT has. */
public final class ItemProgress {
  private final PsbtItem item;
  private final PsbtInput input;

  private ItemProgress(PsbtItem item, PsbtInput input) {
    this.item = item;
    this.input = input;
  }

  public static ItemProgress of(SigningPlan plan, PsbtItem item) {
    return new ItemProgress(item, plan.psbt().inputs().get(item.input()));
  }

  public PsbtItem item() {
    return item;
  }

  public Optional<PublicNonce> nonceOf(PublicKey participant) {
    return input.musig2PubNonce(item.slot(participant));
  }

  public Optional<PartialSignature> partialSigOf(PublicKey participant) {
    return input.musig2PartialSig(item.slot(participant));
  }

  /** The participants whose nonces are missing. */
  public List<PublicKey> withoutNonce() {
    return item.participants().stream().filter(key -> nonceOf(key).isEmpty()).toList();
  }

  /** The participants whose partial signatures are missing. */
  public List<PublicKey> withoutPartialSig() {
    return item.participants().stream().filter(key -> partialSigOf(key).isEmpty()).toList();
  }

  /** The signature with its sighash byte, if it is there already. */
  public Optional<Bytes> signature() {
    Bytes leafHash = item.leafHash();
    return leafHash == null
        ? input.tapKeySig()
        : input.tapScriptSig(item.signingKey().xOnly(), leafHash);
  }

  /** What everybody signs, once all nonces are there. */
  public Optional<SigningSession> session() {
    if (!withoutNonce().isEmpty()) {
      return Optional.empty();
    }
    List<PublicNonce> nonces =
        item.participants().stream().map(key -> nonceOf(key).orElseThrow()).toList();
    AggregateNonce aggregate = SigningPlan.ENGINE.aggregateNonces(nonces);
    return Optional.of(SigningPlan.ENGINE.startSession(item.keys(), aggregate, item.message()));
  }

  /**
   * Checks the partial signatures that are there.
   *
   * @throws Refusal {@code INVALID_PARTIAL_SIGNATURE} with the participant whose one is wrong
   */
  public void requirePartialSigs() {
    session().ifPresent(this::requirePartialSigs);
  }

  private void requirePartialSigs(SigningSession session) {
    List<PublicKey> participants = item.participants();
    for (int i = 0; i < participants.size(); i++) {
      int place = i;
      PublicKey participant = participants.get(place);
      PublicNonce nonce = nonceOf(participant).orElseThrow();
      boolean right =
          partialSigOf(participant)
              .map(partial -> SigningPlan.ENGINE.verifyPartial(session, partial, nonce, place))
              .orElse(true);
      if (!right) {
        throw Refusal.ofField(
                ErrorCode.INVALID_PARTIAL_SIGNATURE,
                "musig2_partial_sig",
                "the partial signature of participant %s is wrong".formatted(participant.hex()))
            .within(SigningPlan.path(item.input()));
      }
    }
  }

  /**
   * The signature with its sighash byte, if all have signed.
   *
   * @throws Refusal {@code INVALID_PARTIAL_SIGNATURE} with the participant whose one is wrong
   */
  public Optional<Bytes> aggregate() {
    Optional<SigningSession> session = session();
    if (session.isEmpty() || !withoutPartialSig().isEmpty()) {
      requirePartialSigs();
      return Optional.empty();
    }
    requirePartialSigs(session.get());
    List<PartialSignature> partials =
        item.participants().stream().map(key -> partialSigOf(key).orElseThrow()).toList();
    Signature signature = SigningPlan.ENGINE.aggregatePartials(session.get(), partials);
    if (!SigningPlan.ENGINE.verifySignature(item.keys(), item.message(), signature)) {
      throw new IllegalStateException("partial signatures are right, but their sum is not");
    }
    return Optional.of(item.withType(signature));
  }
}
