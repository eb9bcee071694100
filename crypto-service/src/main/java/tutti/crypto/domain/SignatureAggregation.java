package tutti.crypto.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.musig2.InvalidContributionException;
import tutti.musig2.KeyAggContext;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.Tweak;
import tutti.musig2.VerifyEngine;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.crypto.AggregatedSignatures;
import tutti.protocol.request.ItemKeys;
import tutti.protocol.request.SigningItem;

/**
 * Makes the final signatures, or finds out who prevents them. Most sessions are honest: so first
 * everything is added up and one signature per item verified, and each signer's part only of the
 * first item where that fails: one wrong part is enough to end the session, so that a cheater costs
 * one check per signer, however many items it spoils.
 */
public final class SignatureAggregation {
  private final VerifyEngine engine;
  private final AggregatedKeys aggregated;

  public SignatureAggregation(VerifyEngine engine, AggregatedKeys aggregated) {
    this.engine = engine;
    this.aggregated = aggregated;
  }

  /**
   * All signatures, or all culprits of the first item that has any.
   *
   * @throws Refusal if the fault is not a partial signature's: keys, tweaks, aggregate nonces
   */
  public AggregatedSignatures aggregate(AggregateSignatures query) {
    int items = query.items().size();
    List<Signature> signatures = new ArrayList<>(items);
    for (int item = 0; item < items; item++) {
      ItemKeys keys = ItemKeys.of(query.items().get(item), query.keys(), query.keyOrder());
      SigningSession session = session(query, item, keys);
      List<PartialSignature> partials = Columns.of(query.partialSigs(), item);
      Optional<Signature> signature = signature(session, partials);
      if (signature.isEmpty()) {
        return new AggregatedSignatures(List.of(), culprits(session, keys, query, item));
      }
      signatures.add(signature.get());
    }
    return new AggregatedSignatures(signatures, List.of());
  }

  private SigningSession session(AggregateSignatures query, int index, ItemKeys keys) {
    SigningItem item = query.items().get(index);
    KeyAggContext aggregate = aggregate(query, index, keys);
    try {
      return engine.startSession(aggregate, query.aggnonces().get(index), item.message());
    } catch (InvalidContributionException e) {
      throw wrongAggregate(index, "is not two points of the curve");
    }
  }

  private KeyAggContext aggregate(AggregateSignatures query, int index, ItemKeys keys) {
    List<Tweak> tweaks = query.items().get(index).tweakList();
    String path = "items[%d]".formatted(index);
    try {
      return aggregated.of(query.suiteOrDefault(), keys.aggregated(), tweaks, path + ".tweaks");
    } catch (Refusal refusal) {
      Integer place = refusal.signerIndex();
      if (place == null) {
        throw refusal;
      }
      String message = String.valueOf(refusal.getMessage());
      throw Refusal.ofSigner(refusal.code(), keys.signer(place), message);
    }
  }

  private Optional<Signature> signature(SigningSession session, List<PartialSignature> partials) {
    try {
      Signature signature = engine.aggregatePartials(session, partials);
      return engine.verifySignature(session.keyAggContext(), session.message(), signature)
          ? Optional.of(signature)
          : Optional.empty();
    } catch (InvalidContributionException outOfRange) {
      return Optional.empty();
    }
  }

  private List<Integer> culprits(
      SigningSession session, ItemKeys keys, AggregateSignatures query, int item) {
    List<PartialSignature> partials = keys.inOrder(Columns.of(query.partialSigs(), item));
    List<PublicNonce> nonces = keys.inOrder(Columns.of(query.pubnonces(), item));
    List<Integer> culprits =
        engine.culprits(session, partials, nonces).stream().map(keys::signer).sorted().toList();
    if (culprits.isEmpty()) {
      // Every part is right and the sum is not: the parts were made for other nonces.
      throw wrongAggregate(item, "is not the sum of the pubnonces");
    }
    return culprits;
  }

  private static Refusal wrongAggregate(int item, String problem) {
    String field = "aggnonces[%d]".formatted(item);
    return Refusal.ofField(ErrorCode.MALFORMED, field, field + " " + problem);
  }
}
