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
  public ItemTweak {
    Require.that(Require.present(tweak, "tweak").length() == 32, "tweak", "must be 32 bytes");
  }

  public Tweak toTweak() {
    return new Tweak(tweak, xOnly);
  }
}
