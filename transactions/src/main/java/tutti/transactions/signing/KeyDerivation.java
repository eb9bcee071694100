package tutti.transactions.signing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.musig2.SyntheticXpub;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.Fingerprint;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.TapBip32Derivation;

/** How a key of a Taproot output comes from an aggregate key (BIP328), if it does. */
final class KeyDerivation {
  /** More steps than any wallet makes; each costs a multiplication. */
  private static final int MAX_STEPS = 7;

  private KeyDerivation() {}

  /**
   * The tweaks that lead from an aggregate key to a key; none if they are the same.
   *
   * @param origins what is said of keys, true or not
   * @return empty if the key does not come from the aggregate key
   */
  static Optional<List<Tweak>> tweaks(
      PublicKey aggregate,
      XOnlyPublicKey key,
      Function<XOnlyPublicKey, Optional<TapBip32Derivation>> origins,
      Effort effort) {
    if (aggregate.xOnly().equals(key)) {
      return Optional.of(List.of());
    }
    return said(aggregate, key, origins)
        .map(path -> derive(aggregate, path, effort))
        .filter(child -> child.publicKey().xOnly().equals(key))
        .map(SyntheticXpub.Child::tweaks);
  }

  /**
   * The path that leads from an aggregate key to a key.
   *
   * @param origins what is said of keys, true or not
   * @return empty if the key does not come from the aggregate key
   */
  static Optional<ChildPath> path(
      PublicKey aggregate,
      XOnlyPublicKey key,
      Function<XOnlyPublicKey, Optional<TapBip32Derivation>> origins,
      Effort effort) {
    return found(aggregate, key, origins)
        .filter(path -> path.isEmpty() || at(aggregate, path, effort).equals(key));
  }

  /** The same of a key that is known to come from the aggregate key, which is not tried again. */
  static Optional<ChildPath> found(
      PublicKey aggregate,
      XOnlyPublicKey key,
      Function<XOnlyPublicKey, Optional<TapBip32Derivation>> origins) {
    return aggregate.xOnly().equals(key)
        ? Optional.of(ChildPath.NONE)
        : said(aggregate, key, origins);
  }

  /** The key at a path. */
  static XOnlyPublicKey at(PublicKey aggregate, ChildPath path, Effort effort) {
    return path.isEmpty() ? aggregate.xOnly() : derive(aggregate, path, effort).publicKey().xOnly();
  }

  private static Optional<ChildPath> said(
      PublicKey aggregate,
      XOnlyPublicKey key,
      Function<XOnlyPublicKey, Optional<TapBip32Derivation>> origins) {
    return origins
        .apply(key)
        .map(TapBip32Derivation::origin)
        .filter(origin -> isPossible(origin, aggregate))
        .map(origin -> new ChildPath(origin.path()));
  }

  private static boolean isPossible(KeyOrigin origin, PublicKey aggregate) {
    return origin.path().size() <= MAX_STEPS
        && !origin.isHardened()
        && origin.fingerprint().equals(Fingerprint.of(aggregate));
  }

  private static SyntheticXpub.Child derive(PublicKey aggregate, ChildPath path, Effort effort) {
    effort.spend(path.steps().size());
    int[] steps = path.steps().stream().mapToInt(Long::intValue).toArray();
    return new SyntheticXpub(aggregate).derive(steps);
  }
}
