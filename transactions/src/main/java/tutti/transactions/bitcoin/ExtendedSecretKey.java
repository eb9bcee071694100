package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.DeterministicWallet;
import fr.acinq.bitcoin.KeyPath;
import java.util.Arrays;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * A private key that others are derived from (BIP32). There is deliberately no way to read it. What
 * bitcoin-kmp holds of it stays in memory until it is collected.
 */
public final class ExtendedSecretKey {
  private final DeterministicWallet.ExtendedPrivateKey key;
  private final boolean isMainnet;

  private ExtendedSecretKey(DeterministicWallet.ExtendedPrivateKey key, boolean isMainnet) {
    this.key = key;
    this.isMainnet = isMainnet;
  }

  /**
   * Reads {@code xprv...} or {@code tprv...}.
   *
   * @throws Refusal {@code INVALID_KEY}, without the text
   */
  public static ExtendedSecretKey parse(String text) {
    ExtendedPublicKey.requireLength(text);
    try {
      var decoded = DeterministicWallet.ExtendedPrivateKey.decode(text, new KeyPath("m"));
      int prefix = decoded.getFirst();
      if (prefix == DeterministicWallet.xprv || prefix == DeterministicWallet.tprv) {
        return new ExtendedSecretKey(decoded.getSecond(), prefix == DeterministicWallet.xprv);
      }
    } catch (RuntimeException e) { // whatever the decoder trips over; its words may have the key
      throw Refusal.of(ErrorCode.INVALID_KEY, "no extended private key");
    }
    throw Refusal.of(ErrorCode.INVALID_KEY, "no extended private key");
  }

  /** Whether it is for real money. */
  public boolean isMainnet() {
    return isMainnet;
  }

  /** How many steps it is away from its master key. */
  public int depth() {
    return key.depth;
  }

  public PublicKey publicKey() {
    return new PublicKey(Bytes.of(key.getPublicKey().value.toByteArray()));
  }

  /** The private key at a path below this one; the caller closes it. */
  public SecretKey derive(List<Long> path) {
    byte[] bytes = below(path).secretkeybytes.toByteArray();
    try {
      return SecretKey.of(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The extended key at a path below this one. */
  public ExtendedSecretKey child(List<Long> path) {
    return new ExtendedSecretKey(below(path), isMainnet);
  }

  private DeterministicWallet.ExtendedPrivateKey below(List<Long> path) {
    try {
      return key.derivePrivateKey(path);
    } catch (RuntimeException e) { // too deep, or one in 2^127
      throw Refusal.of(ErrorCode.INVALID_KEY, "no key at this path");
    }
  }

  /** The public key at a path below this one. */
  public PublicKey derivePublic(List<Long> path) {
    try (SecretKey derived = derive(path)) {
      return derived.publicKey();
    }
  }

  @Override
  public String toString() {
    return "<extended secret key>";
  }
}
