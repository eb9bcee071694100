package tutti.musig2;

import java.util.List;
import tutti.musig2.internal.Libsecp256k1;
import tutti.musig2.internal.Libsecp256k1.KeyCache;

/**
 * Keys as libsecp256k1 aggregated and tweaked them.
 *
 * @param cache what the library wants to see again
 * @param negated gacc of BIP327: whether tweaks have negated the keys
 */
record LibsecpKeys(KeyCache cache, boolean negated) {
  static LibsecpKeys of(Libsecp256k1 library, List<PublicKey> keys, List<Tweak> tweaks) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: at least one expected");
    }
    byte[][] given = keys.stream().map(key -> key.bytes().shared()).toArray(byte[][]::new);
    LibsecpKeys aggregated =
        library
            .aggregateKeys(given)
            .map(cache -> new LibsecpKeys(cache, false))
            .orElseThrow(() -> refused(library, given));
    for (int i = 0; i < tweaks.size(); i++) {
      aggregated = aggregated.tweaked(library, tweaks.get(i), i);
    }
    return aggregated;
  }

  PublicKey publicKey() {
    return new PublicKey(Bytes.wrap(cache.key()));
  }

  private LibsecpKeys tweaked(Libsecp256k1 library, Tweak by, int index) {
    KeyCache tweaked =
        library
            .tweak(cache, by.bytes().shared(), by.xOnly())
            .orElseThrow(() -> new InvalidTweakException(index));
    return new LibsecpKeys(tweaked, negated ^ (by.xOnly() && !cache.isEven()));
  }

  /** The library says that there is a bad key, not which one. */
  private static IllegalArgumentException refused(Libsecp256k1 library, byte[][] keys) {
    for (int i = 0; i < keys.length; i++) {
      if (!library.isPoint(keys[i])) {
        return new InvalidContributionException(i, Contribution.PUBKEY);
      }
    }
    // Takes a discrete logarithm or a collision of hashes.
    return new IllegalArgumentException("keys: their sum is the infinity");
  }
}
