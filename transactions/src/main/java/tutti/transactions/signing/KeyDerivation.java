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
      Function<XOnlyPublicKey, Optional<TapBip32Derivation>> origins) {
    if (aggregate.xOnly().equals(key)) {
      return Optional.of(List.of());
    }
    return origins
        .apply(key)
        .map(TapBip32Derivation::origin)
        .filter(origin -> isPossible(origin, aggregate))
        .map(origin -> derive(aggregate, origin))
        .filter(child -> child.publicKey().xOnly().equals(key))
        .map(SyntheticXpub.Child::tweaks);
  }

  private static boolean isPossible(KeyOrigin origin, PublicKey aggregate) {
    return origin.path().size() <= MAX_STEPS
        && !origin.isHardened()
        && origin.fingerprint().equals(Fingerprint.of(aggregate));
  }

  private static SyntheticXpub.Child derive(PublicKey aggregate, KeyOrigin origin) {
    int[] path = origin.path().stream().mapToInt(Long::intValue).toArray();
    return new SyntheticXpub(aggregate).derive(path);
  }
}
