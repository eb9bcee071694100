package tutti.protocol.crypto;

import java.util.List;
import tutti.musig2.PublicNonce;
import tutti.protocol.Require;

/** Asks for BIP327 NonceAgg of every item. {@code pubnonces}: by signer index, then by item. */
public record AggregateNonces(List<List<PublicNonce>> pubnonces) {
  public AggregateNonces {
    Require.size(pubnonces, 1, 100_000, "pubnonces");
    pubnonces = pubnonces.stream().map(List::copyOf).toList();
    int items = pubnonces.get(0).size();
    Require.that(
        items > 0 && pubnonces.stream().allMatch(list -> list.size() == items),
        "pubnonces",
        "must have one entry per item for every signer");
  }
}
