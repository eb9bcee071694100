package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.DeterministicWallet;
import fr.acinq.bitcoin.KeyPath;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** A public key that others are derived from (BIP32), by steps that are not hardened. */
public final class ExtendedPublicKey {
  private static final int MAX_LENGTH = 112;

  private final DeterministicWallet.ExtendedPublicKey key;
  private final boolean isMainnet;

  private ExtendedPublicKey(DeterministicWallet.ExtendedPublicKey key, boolean isMainnet) {
    this.key = key;
    this.isMainnet = isMainnet;
  }

  /**
   * Reads {@code xpub...} or {@code tpub...}.
   *
   * @throws Refusal {@code INVALID_KEY}
   */
  public static ExtendedPublicKey parse(String text) {
    requireLength(text);
    try {
      var decoded = DeterministicWallet.ExtendedPublicKey.decode(text, new KeyPath("m"));
      int prefix = decoded.getFirst();
      if (decoded.getSecond().getPublicKey().isValid()
          && (prefix == DeterministicWallet.xpub || prefix == DeterministicWallet.tpub)) {
        return new ExtendedPublicKey(decoded.getSecond(), prefix == DeterministicWallet.xpub);
      }
    } catch (RuntimeException e) { // whatever the decoder trips over
      throw Refusal.of(ErrorCode.INVALID_KEY, "no extended public key: " + text);
    }
    throw Refusal.of(ErrorCode.INVALID_KEY, "no extended public key: " + text);
  }

  /** Reading takes the square of the length. */
  static void requireLength(String text) {
    if (text.length() > MAX_LENGTH) {
      throw Refusal.of(
          ErrorCode.INVALID_KEY, "keys have %d characters at most".formatted(MAX_LENGTH));
    }
  }

  /** Whether it is for real money. */
  public boolean isMainnet() {
    return isMainnet;
  }

  /** The public key at a path below this one. */
  public PublicKey derive(List<Long> path) {
    try {
      return new PublicKey(Bytes.of(key.derivePublicKey(path).getPublicKey().value.toByteArray()));
    } catch (RuntimeException e) { // hardened, too deep, or one in 2^127
      throw Refusal.of(ErrorCode.INVALID_KEY, "no key at this path: " + e.getMessage());
    }
  }
}
