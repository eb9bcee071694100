package tutti.transactions.bitcoin;

import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;

/** How BIP32 names the key that others are derived from: 4 bytes of its hash. */
public final class Fingerprint {
  private static final int SIZE = 4;

  private Fingerprint() {}

  public static Bytes of(PublicKey key) {
    return KeyHash.of(key).slice(0, SIZE);
  }
}
