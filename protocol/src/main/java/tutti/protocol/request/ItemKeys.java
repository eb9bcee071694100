package tutti.protocol.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;

/**
 * The keys that one item is signed with: those that it names, or else the signers' own. Signers
 * have the same index for every item; the place of a key among those that are aggregated may
 * differ, since these are sorted for each item.
 */
public final class ItemKeys {
  private final List<PublicKey> bySigner;
  private final int @Nullable [] signers; // by place; null where place and signer are the same

  private ItemKeys(List<PublicKey> bySigner, int @Nullable [] signers) {
    this.bySigner = bySigner;
    this.signers = signers;
  }

  /**
   * The keys of an item.
   *
   * @param signers the signers' own keys, in the key order
   * @param order of aggregation where the item has keys of its own; default sorted
   */
  public static ItemKeys of(SigningItem item, List<PublicKey> signers, @Nullable KeyOrder order) {
    List<PublicKey> own = item.keys();
    if (own == null) {
      return new ItemKeys(signers, null);
    }
    if (order == KeyOrder.GIVEN) {
      return new ItemKeys(own, null);
    }
    int[] sorted =
        IntStream.range(0, own.size())
            .boxed()
            .sorted(Comparator.comparing(own::get))
            .mapToInt(Integer::intValue)
            .toArray();
    return new ItemKeys(own, sorted);
  }

  /** By signer index. */
  public List<PublicKey> bySigner() {
    return bySigner;
  }

  /** In the order of aggregation (BIP327 KeyAgg). */
  public List<PublicKey> aggregated() {
    return inOrder(bySigner);
  }

  /** What signers gave for the item, by signer index, in the order in which keys are aggregated. */
  public <T> List<T> inOrder(List<T> given) {
    if (signers == null) {
      return given;
    }
    List<T> ordered = new ArrayList<>(given.size());
    Arrays.stream(signers).forEach(signer -> ordered.add(given.get(signer)));
    return List.copyOf(ordered);
  }

  /** The place of a signer's key among those that are aggregated. */
  public int place(int signer) {
    if (signers == null) {
      return signer;
    }
    return IntStream.range(0, signers.length)
        .filter(place -> signers[place] == signer)
        .findFirst()
        .orElseThrow(() -> new IndexOutOfBoundsException(signer));
  }

  /** The signer whose key is at a place among those that are aggregated. */
  public int signer(int place) {
    return signers == null ? place : signers[place];
  }
}
