package tutti.protocol.request;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
 * @param scheme what the messages mean; {@code raw}: the message itself, explained by the purpose;
 *     {@code psbt} and {@code lotus}: what signs the inputs of a transaction
 * @param psbt with that scheme, and only then: a PSBT in base64, of which every signer derives the
 *     items alone. Services carry it without looking into it.
 * @param lotus the same with the scheme {@code lotus}: a transaction, and what it spends
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
    @Nullable String psbt,
    @Nullable LotusSpend lotus,
    @Nullable String purpose,
    long expiresAt,
    @Nullable RequestOptions options,
    @Nullable Map<String, String> metadata) {

  /** The scheme that needs no interpretation: 32-byte messages as they are. */
  public static final String RAW = "raw";

  /** The scheme of transactions that travel as PSBTs (BIP174, BIP370). */
  public static final String PSBT = "psbt";

  /** The scheme of transactions of the Lotus chain, which has no PSBTs. */
  public static final String LOTUS = "lotus";

  private static final List<String> SCHEMES = List.of(RAW, PSBT, LOTUS);
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
  private static final int MAX_PSBT = 4_000_000;

  public SigningRequest {
    Require.present(creator, "creator");
    Require.size(keys, 1, 100_000, "keys");
    keys = List.copyOf(keys);
    Require.that(new HashSet<>(keys).size() == keys.size(), "keys", "names one twice");
    Require.that(keys.contains(creator), "creator", "is not among the keys");
    Require.size(items, 1, 100_000, "items");
    items = List.copyOf(items);
    requireItemKeys(items, keys.size());
    Require.that(
        scheme == null || SCHEMES.contains(scheme),
        "scheme",
        "is unknown; known: " + String.join(", ", SCHEMES));
    requirePsbt(scheme, psbt);
    if (purpose != null) {
      Require.text(purpose, 1_000, "purpose");
    }
    Require.safeInteger(expiresAt, "expiresAt");
    Require.metadata(metadata, "metadata");
    metadata = metadata == null ? null : Map.copyOf(metadata);
    if (suite != null) {
      requireSupported(suite, keyOrder, items);
    }
    requireLotus(scheme, lotus, suite, items);
  }

  /** What is to be signed by a group, one of which asks for it. */
  public static SigningRequestBuilder by(PublicKey creator, List<PublicKey> keys) {
    return new SigningRequestBuilder(creator, keys);
  }

  /** The keys in the one order that counts: aggregation, signer indexes, blame, election. */
  public List<PublicKey> orderedKeys() {
    return keyOrder == KeyOrder.GIVEN ? keys : KeySort.sort(keys);
  }

  /** The keys that an item is signed with. */
  public ItemKeys itemKeys(SigningItem item) {
    return ItemKeys.of(item, orderedKeys(), keyOrder);
  }

  /** Whether an item is signed with other keys than the signers' own. */
  public boolean hasItemKeys() {
    return items.stream().anyMatch(item -> item.keys() != null);
  }

  public Suite suiteOrDefault() {
    return suite == null ? Suite.BIP327 : suite;
  }

  public RequestOptions optionsOrDefault() {
    return options == null ? RequestOptions.DEFAULTS : options;
  }

  private static void requireItemKeys(List<SigningItem> items, int signers) {
    for (int item = 0; item < items.size(); item++) {
      List<PublicKey> keys = items.get(item).keys();
      Require.that(
          keys == null || keys.size() == signers,
          "items[%d].keys".formatted(item),
          "must have one for every signer");
    }
  }

  private static void requirePsbt(@Nullable String scheme, @Nullable String psbt) {
    if (!PSBT.equals(scheme)) {
      Require.that(psbt == null, "psbt", "belongs to scheme psbt only");
      return;
    }
    Require.text(psbt, MAX_PSBT, "psbt");
    Require.that(
        psbt != null && psbt.length() % 4 == 0 && BASE64.matcher(psbt).matches(),
        "psbt",
        "is no base64");
  }

  private static void requireLotus(
      @Nullable String scheme,
      @Nullable LotusSpend lotus,
      @Nullable Suite suite,
      List<SigningItem> items) {
    boolean chosen = LOTUS.equals(scheme);
    Require.that(chosen || lotus == null, "lotus", "belongs to scheme lotus only");
    if (!chosen) {
      return;
    }
    Require.present(lotus, "lotus");
    Require.that(suite == Suite.LOTUS, "suite", "must be lotus with scheme lotus");
    for (int item = 0; item < items.size(); item++) {
      Require.that(
          items.get(item).keys() == null,
          "items[%d].keys".formatted(item),
          "are the signers' own with scheme lotus");
    }
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
