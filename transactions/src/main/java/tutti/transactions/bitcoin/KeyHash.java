package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.Crypto;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;

/** How scripts name a key without saying it: RIPEMD-160 of SHA-256, 20 bytes. */
public final class KeyHash {
  private KeyHash() {}

  public static Bytes of(PublicKey key) {
    return Bytes.of(Crypto.hash160(key.bytes().toArray()));
  }
}
