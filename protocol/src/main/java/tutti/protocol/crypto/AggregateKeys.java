package tutti.protocol.crypto;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.protocol.Require;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.KeyOrder;

/**
 * Asks for the aggregate key of a group: BIP327 KeyAgg and ApplyTweak, nothing stored.
 *
 * @param suite default {@code bip327}
 */
public record AggregateKeys(
    List<PublicKey> keys,
    @Nullable KeyOrder keyOrder,
    @Nullable Suite suite,
    @Nullable List<ItemTweak> tweaks) {
  public AggregateKeys {
    Require.size(keys, 1, 100_000, "keys");
    keys = List.copyOf(keys);
    tweaks = tweaks == null ? null : List.copyOf(tweaks);
  }

  public Suite suiteOrDefault() {
    return suite == null ? Suite.BIP327 : suite;
  }
}
