package tutti.protocol.request;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Tweak;
import tutti.protocol.Require;

/**
 * One thing to be signed.
 *
 * @param message 32 bytes
 * @param tweaks applied to the aggregate key in this order (BIP327 ApplyTweak); default none
 * @param keys what the signers sign it with, by signer index, all different; default their own keys
 */
public record SigningItem(
    Bytes message, @Nullable List<ItemTweak> tweaks, @Nullable List<PublicKey> keys) {
  public SigningItem {
    Require.that(Require.present(message, "message").length() == 32, "message", "must be 32 bytes");
    if (tweaks != null) {
      Require.size(tweaks, 0, 1_000, "tweaks");
      tweaks = List.copyOf(tweaks);
    }
    if (keys != null) {
      Require.size(keys, 1, 100_000, "keys");
      keys = List.copyOf(keys);
      Require.that(new HashSet<>(keys).size() == keys.size(), "keys", "names one twice");
    }
  }

  /** What the signers sign with their own keys. */
  public SigningItem(Bytes message, @Nullable List<ItemTweak> tweaks) {
    this(message, tweaks, null);
  }

  /** A message under the plain aggregate key. */
  public static SigningItem of(Bytes message) {
    return new SigningItem(message, null);
  }

  /** The tweaks as the mathematics take them. */
  public List<Tweak> tweakList() {
    return tweaks == null ? List.of() : tweaks.stream().map(ItemTweak::toTweak).toList();
  }
}
