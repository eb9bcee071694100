package tutti.protocol.crypto;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.AggregateNonce;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Suite;
import tutti.protocol.Require;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.SigningItem;

/**
 * Asks for the final signatures of a session, or for who prevents them.
 *
 * @param keys in the key order
 * @param keyOrder in which keys that items name are aggregated; default {@code sorted}
 * @param suite default {@code bip327}
 * @param pubnonces by signer index, then by item
 * @param aggnonces per item
 * @param partialSigs by signer index, then by item
 */
public record AggregateSignatures(
    List<PublicKey> keys,
    @Nullable KeyOrder keyOrder,
    @Nullable Suite suite,
    List<SigningItem> items,
    List<List<PublicNonce>> pubnonces,
    List<AggregateNonce> aggnonces,
    List<List<PartialSignature>> partialSigs) {
  public AggregateSignatures {
    Require.size(keys, 1, 100_000, "keys");
    Require.size(items, 1, 100_000, "items");
    Require.that(pubnonces.size() == keys.size(), "pubnonces", "must have one for every key");
    Require.that(aggnonces.size() == items.size(), "aggnonces", "must have one for every item");
    Require.that(partialSigs.size() == keys.size(), "partialSigs", "must have one for every key");
    keys = List.copyOf(keys);
    items = List.copyOf(items);
    int signers = keys.size();
    Require.that(
        items.stream().allMatch(item -> item.keys() == null || item.keys().size() == signers),
        "items",
        "must have one key for every signer, where they have keys");
    aggnonces = List.copyOf(aggnonces);
    pubnonces = perItem(pubnonces, items.size(), "pubnonces");
    partialSigs = perItem(partialSigs, items.size(), "partialSigs");
  }

  public Suite suiteOrDefault() {
    return suite == null ? Suite.BIP327 : suite;
  }

  /** About items that are signed with the signers' own keys. */
  public AggregateSignatures(
      List<PublicKey> keys,
      @Nullable Suite suite,
      List<SigningItem> items,
      List<List<PublicNonce>> pubnonces,
      List<AggregateNonce> aggnonces,
      List<List<PartialSignature>> partialSigs) {
    this(keys, null, suite, items, pubnonces, aggnonces, partialSigs);
  }

  private static <T> List<List<T>> perItem(List<List<T>> perSigner, int items, String field) {
    Require.that(
        perSigner.stream().allMatch(list -> list.size() == items),
        field,
        "must have one entry per item for every signer");
    return perSigner.stream().map(List::copyOf).toList();
  }
}
