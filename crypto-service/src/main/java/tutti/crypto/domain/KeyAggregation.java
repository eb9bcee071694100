package tutti.crypto.domain;

import java.util.List;
import tutti.musig2.KeyAggContext;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.Tweak;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.crypto.AggregatedKey;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.KeyOrder;

/** Answers for the aggregate key of a group. Sorted, unless the order given is asked for. */
public final class KeyAggregation {
  private final AggregatedKeys aggregated;

  public KeyAggregation(AggregatedKeys aggregated) {
    this.aggregated = aggregated;
  }

  public AggregatedKey aggregate(AggregateKeys query) {
    List<PublicKey> keys =
        query.keyOrder() == KeyOrder.GIVEN ? query.keys() : KeySort.sort(query.keys());
    List<ItemTweak> asked = query.tweaks() == null ? List.of() : query.tweaks();
    List<Tweak> tweaks = asked.stream().map(ItemTweak::toTweak).toList();
    KeyAggContext context = aggregated.of(query.suiteOrDefault(), keys, tweaks, "tweaks");
    return new AggregatedKey(context.aggregatePublicKey(), context.xOnlyPublicKey());
  }
}
