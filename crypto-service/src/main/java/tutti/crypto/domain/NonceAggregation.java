package tutti.crypto.domain;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.AggregateNonce;
import tutti.musig2.InvalidContributionException;
import tutti.musig2.PublicNonce;
import tutti.musig2.VerifyEngine;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.AggregateNonces;
import tutti.protocol.crypto.AggregatedNonces;

/** Adds the public nonces of all signers, item by item. */
public final class NonceAggregation {
  private final VerifyEngine engine;

  public NonceAggregation(VerifyEngine engine) {
    this.engine = engine;
  }

  /**
   * One aggregate nonce per item.
   *
   * @throws Refusal naming the first signer whose nonce is not two points of the curve
   */
  public AggregatedNonces aggregate(AggregateNonces query) {
    int items = query.pubnonces().get(0).size();
    List<AggregateNonce> aggregates = new ArrayList<>(items);
    for (int item = 0; item < items; item++) {
      aggregates.add(aggregate(Columns.of(query.pubnonces(), item), item));
    }
    return new AggregatedNonces(aggregates);
  }

  private AggregateNonce aggregate(List<PublicNonce> nonces, int item) {
    try {
      return engine.aggregateNonces(nonces);
    } catch (InvalidContributionException e) {
      throw Refusal.ofSigner(
          ErrorCode.INVALID_NONCE,
          e.signerIndex(),
          "nonce of item %d is not two points of the curve".formatted(item));
    }
  }
}
