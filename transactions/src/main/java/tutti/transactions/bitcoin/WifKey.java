package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.Base58;
import fr.acinq.bitcoin.PrivateKey;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Private keys as old wallets export them. Only the public key is ever taken from one. */
public final class WifKey {
  private WifKey() {}

  /**
   * The public key of a private key that is for compressed public keys.
   *
   * @throws Refusal {@code INVALID_KEY}, without the text
   */
  public static PublicKey publicKey(String text) {
    ExtendedPublicKey.requireLength(text);
    boolean isMainnet = text.startsWith("K") || text.startsWith("L");
    byte prefix = isMainnet ? Base58.Prefix.SecretKey : Base58.Prefix.SecretKeyTestnet;
    try {
      var decoded = PrivateKey.fromBase58(text, prefix);
      if (decoded.getSecond()) {
        return new PublicKey(Bytes.of(decoded.getFirst().publicKey().value.toByteArray()));
      }
    } catch (RuntimeException e) { // whatever the decoder trips over; its words may have the key
      throw Refusal.of(ErrorCode.INVALID_KEY, "no private key");
    }
    throw Refusal.of(ErrorCode.INVALID_KEY, "a private key for keys that are not compressed");
  }
}
