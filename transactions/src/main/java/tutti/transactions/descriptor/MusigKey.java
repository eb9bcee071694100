package tutti.transactions.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tutti.musig2.Engines;
import tutti.musig2.KeySort;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.SyntheticXpub;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.Fingerprint;
import tutti.transactions.psbt.KeyOrigin;

/**
 * {@code musig(KEY,KEY,...)/NUM/...}: the aggregate of the keys, which are sorted after their
 * derivation, and below it a key by BIP328.
 */
record MusigKey(List<SingleKey> keys, DerivationPath path) implements KeyExpression {
  MusigKey {
    keys = List.copyOf(keys);
  }

  /** The keys in the order of aggregation. */
  List<PublicKey> participants(Position position) {
    return KeySort.sort(keys.stream().map(key -> key.publicKey(position)).toList());
  }

  PublicKey aggregate(Position position) {
    return Engines.bouncyCastle()
        .aggregateKeys(participants(position), List.of())
        .aggregatePublicKey();
  }

  @Override
  public XOnlyPublicKey key(Position position) {
    int[] below = path.at(position).stream().mapToInt(Long::intValue).toArray();
    return new SyntheticXpub(aggregate(position)).derive(below).publicKey().xOnly();
  }

  @Override
  public List<Source> sources(Position position) {
    List<Source> sources = new ArrayList<>();
    keys.forEach(key -> sources.addAll(key.sources(position)));
    KeyOrigin aggregate = new KeyOrigin(Fingerprint.of(aggregate(position)), path.at(position));
    sources.add(new Source(key(position), aggregate));
    return sources;
  }

  @Override
  public boolean isRanged() {
    return path.isRanged() || keys.stream().anyMatch(SingleKey::isRanged);
  }

  @Override
  public int branches() {
    IntStream each = keys.stream().mapToInt(SingleKey::branches);
    return Math.max(path.branches(), each.max().orElse(1));
  }

  @Override
  public boolean isOf(Network network) {
    return keys.stream().allMatch(key -> key.isOf(network));
  }

  @Override
  public List<MusigKey> groups() {
    return List.of(this);
  }
}
