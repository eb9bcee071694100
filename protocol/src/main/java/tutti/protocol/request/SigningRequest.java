package tutti.protocol.request;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.protocol.Require;

/**
 * What is to be signed and by whom: the body of {@code request.announce}.
 *
 * @param creator the announcing signer; one of the keys, and the envelope's signer
 * @param keys the signers' keys, all different
 * @param keyOrder default {@code sorted}
 * @param suite the variant of MuSig2 that signs; default {@code bip327}
 * @param items what is to be signed, all in one session
 * @param scheme what the messages mean; {@code raw}: the message itself, explained by the purpose
 * @param purpose one line for people
 * @param expiresAt milliseconds since 1970; joining and retrying end here
 * @param options how its sessions run
 * @param metadata at most 32 entries of free text for people and for applications
 */
public record SigningRequest(
    PublicKey creator,
    List<PublicKey> keys,
    @Nullable KeyOrder keyOrder,
    @Nullable Suite suite,
    List<SigningItem> items,
    @Nullable String scheme,
    @Nullable String purpose,
    long expiresAt,
    @Nullable RequestOptions options,
    @Nullable Map<String, String> metadata) {

  /** The scheme that needs no interpretation: 32-byte messages as they are. */
  public static final String RAW = "raw";

  public SigningRequest {
    Require.present(creator, "creator");
    Require.size(keys, 1, 100_000, "keys");
    keys = List.copyOf(keys);
    Require.that(new HashSet<>(keys).size() == keys.size(), "keys", "names one twice");
    Require.that(keys.contains(creator), "creator", "is not among the keys");
    Require.size(items, 1, 100_000, "items");
    items = List.copyOf(items);
    Require.that(scheme == null || scheme.equals(RAW), "scheme", "is unknown; known: raw");
    if (purpose != null) {
      Require.text(purpose, 1_000, "purpose");
    }
    Require.safeInteger(expiresAt, "expiresAt");
    Require.metadata(metadata, "metadata");
    metadata = metadata == null ? null : Map.copyOf(metadata);
    if (suite != null) {
      requireSupported(suite, keyOrder, items);
    }
  }

  /** A request in the default suite. */
  public SigningRequest(
      PublicKey creator,
      List<PublicKey> keys,
      @Nullable KeyOrder keyOrder,
      List<SigningItem> items,
      @Nullable String scheme,
      @Nullable String purpose,
      long expiresAt,
      @Nullable RequestOptions options,
      @Nullable Map<String, String> metadata) {
    this(creator, keys, keyOrder, null, items, scheme, purpose, expiresAt, options, metadata);
  }

  /** The keys in the one order that counts: aggregation, signer indexes, blame, election. */
  public List<PublicKey> orderedKeys() {
    return keyOrder == KeyOrder.GIVEN ? keys : KeySort.sort(keys);
  }

  public Suite suiteOrDefault() {
    return suite == null ? Suite.BIP327 : suite;
  }

  public RequestOptions optionsOrDefault() {
    return options == null ? RequestOptions.DEFAULTS : options;
  }

  private static void requireSupported(
      Suite suite, @Nullable KeyOrder keyOrder, List<SigningItem> items) {
    Require.that(
        keyOrder != KeyOrder.GIVEN || !suite.needsSortedKeys(),
        "keyOrder",
        "must be sorted in suite " + suite);
    for (int item = 0; item < items.size() && !suite.hasXOnlyTweaks(); item++) {
      List<Tweak> tweaks = items.get(item).tweakList();
      for (int tweak = 0; tweak < tweaks.size(); tweak++) {
        Require.that(
            !tweaks.get(tweak).xOnly(),
            "items[%d].tweaks[%d].xOnly".formatted(item, tweak),
            "must be false in suite " + suite);
      }
    }
  }
}
