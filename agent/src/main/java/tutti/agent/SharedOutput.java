package tutti.agent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.KeySort;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.SyntheticXpub;
import tutti.musig2.Taproot;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.SigningItem;

/**
 * The Taproot output of a group: what the group funds, and what a signature must be made for to
 * spend it. Everyone who knows the keys computes the same, without asking anybody.
 *
 * <pre>{@code
 * SharedOutput output = SharedOutput.of(keys).derived(0, 7);
 * String address = output.address(Network.SIGNET);
 * SigningItem item = output.item(sighash);
 * }</pre>
 */
public final class SharedOutput {
  private final PublicKey aggregateKey;
  private final int[] path;
  private final @Nullable Bytes merkleRoot;

  private SharedOutput(PublicKey aggregateKey, int[] path, @Nullable Bytes merkleRoot) {
    this.aggregateKey = aggregateKey;
    this.path = path;
    this.merkleRoot = merkleRoot;
  }

  /** The output of the group as requests order it by default: keys sorted, no path, no scripts. */
  public static SharedOutput of(List<PublicKey> keys) {
    return of(keys, KeyOrder.SORTED);
  }

  /**
   * The output of the group in the key order that its requests have.
   *
   * @throws IllegalArgumentException if a key is not on the curve
   */
  public static SharedOutput of(List<PublicKey> keys, KeyOrder order) {
    List<PublicKey> ordered = order == KeyOrder.GIVEN ? keys : KeySort.sort(keys);
    PublicKey aggregate =
        Engines.bouncyCastle().aggregateKeys(ordered, List.of()).aggregatePublicKey();
    return new SharedOutput(aggregate, new int[0], null);
  }

  /** The same group's output at a path below its BIP328 key, so that it has many addresses. */
  public SharedOutput derived(int... below) {
    return new SharedOutput(aggregateKey, below.clone(), merkleRoot);
  }

  /** The same output with a script tree, that the group can still spend by key. */
  public SharedOutput withScripts(Bytes root) {
    root.requireSize(32, "merkle root");
    return new SharedOutput(aggregateKey, path, root);
  }

  /** The aggregate of the keys, before any tweak. */
  public PublicKey aggregateKey() {
    return aggregateKey;
  }

  /** The key that the output is built on: the aggregate key, or one below it. */
  public XOnlyPublicKey internalKey() {
    return child().publicKey().xOnly();
  }

  /** The key that the output pays to, and that final signatures verify under. */
  public XOnlyPublicKey outputKey() {
    return Taproot.outputKey(internalKey(), merkleRoot);
  }

  public String address(Network network) {
    return Taproot.address(outputKey(), network);
  }

  public Bytes scriptPubKey() {
    return Taproot.scriptPubKey(outputKey());
  }

  /** The tweaks that lead from the aggregate key to the output key, in order. */
  public List<ItemTweak> tweaks() {
    SyntheticXpub.Child child = child();
    Tweak taproot = Taproot.tweak(child.publicKey().xOnly(), merkleRoot);
    return Stream.concat(child.tweaks().stream(), Stream.of(taproot))
        .map(tweak -> new ItemTweak(tweak.bytes(), tweak.xOnly()))
        .toList();
  }

  /** What spends the output: this message, under the output key. */
  public SigningItem item(Bytes message) {
    return new SigningItem(message, tweaks());
  }

  private SyntheticXpub.Child child() {
    return new SyntheticXpub(aggregateKey).derive(path);
  }

  @Override
  public String toString() {
    return "SharedOutput[%s, path %s, merkle root %s]"
        .formatted(aggregateKey.hex(), Arrays.toString(path), merkleRoot);
  }
}
