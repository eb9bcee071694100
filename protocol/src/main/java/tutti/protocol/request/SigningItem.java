package tutti.protocol.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Tweak;
import tutti.protocol.Require;

/**
 * One thing to be signed.
 *
 * @param message 32 bytes
 * @param tweaks applied to the aggregate key in this order (BIP327 ApplyTweak); default none
 */
public record SigningItem(Bytes message, @Nullable List<ItemTweak> tweaks) {
  public SigningItem {
    Require.that(Require.present(message, "message").length() == 32, "message", "must be 32 bytes");
    if (tweaks != null) {
      Require.size(tweaks, 0, 1_000, "tweaks");
      tweaks = List.copyOf(tweaks);
    }
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
