package tutti.protocol.request;

import tutti.musig2.Bytes;
import tutti.musig2.Tweak;
import tutti.protocol.Require;

/**
 * One tweak of the aggregate key.
 *
 * @param tweak 32 bytes, below the group order
 * @param xOnly x-only (as Taproot does) or plain (as BIP32 does)
 */
public record ItemTweak(Bytes tweak, boolean xOnly) {
  /** The order n of secp256k1 (SEC 2, section 2.4.1). */
  private static final Bytes GROUP_ORDER =
      Bytes.fromHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

  public ItemTweak {
    Require.that(Require.present(tweak, "tweak").length() == 32, "tweak", "must be 32 bytes");
    // No key can be tweaked by more, so nobody could take part in a request that asks for it.
    Require.that(tweak.compareTo(GROUP_ORDER) < 0, "tweak", "is not below the group order");
  }

  public Tweak toTweak() {
    return new Tweak(tweak, xOnly);
  }
}
