package tutti.protocol.request;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;

/** Says what is to be signed, part by part; what is not said, or null, has its default. */
public final class SigningRequestBuilder {
  private final PublicKey creator;
  private final List<PublicKey> keys;
  private @Nullable KeyOrder keyOrder;
  private @Nullable Suite suite;
  private List<SigningItem> items = List.of();
  private @Nullable String scheme;
  private @Nullable String psbt;
  private @Nullable LotusSpend lotus;
  private @Nullable String purpose;
  private long expiresAt;
  private @Nullable RequestOptions options;
  private @Nullable Map<String, String> metadata;

  SigningRequestBuilder(PublicKey creator, List<PublicKey> keys) {
    this.creator = creator;
    this.keys = keys;
  }

  public SigningRequestBuilder keyOrder(@Nullable KeyOrder order) {
    keyOrder = order;
    return this;
  }

  public SigningRequestBuilder suite(@Nullable Suite variant) {
    suite = variant;
    return this;
  }

  public SigningRequestBuilder items(List<SigningItem> all) {
    items = all;
    return this;
  }

  /** A name for what the messages mean, where nothing more belongs to it. */
  public SigningRequestBuilder scheme(@Nullable String name) {
    scheme = name;
    return this;
  }

  /** The scheme {@code psbt}, with a PSBT in base64. */
  public SigningRequestBuilder psbt(String base64) {
    scheme = SigningRequest.PSBT;
    psbt = base64;
    return this;
  }

  /** The scheme and the suite {@code lotus}. */
  public SigningRequestBuilder lotus(LotusSpend spend) {
    scheme = SigningRequest.LOTUS;
    suite = Suite.LOTUS;
    lotus = spend;
    return this;
  }

  public SigningRequestBuilder purpose(@Nullable String line) {
    purpose = line;
    return this;
  }

  /** In milliseconds since 1970. */
  public SigningRequestBuilder expiresAt(long time) {
    expiresAt = time;
    return this;
  }

  public SigningRequestBuilder options(@Nullable RequestOptions chosen) {
    options = chosen;
    return this;
  }

  public SigningRequestBuilder metadata(@Nullable Map<String, String> entries) {
    metadata = entries;
    return this;
  }

  /** Fails with a Refusal that names the part which cannot be. */
  public SigningRequest build() {
    return new SigningRequest(
        creator, keys, keyOrder, suite, items, scheme, psbt, lotus, purpose, expiresAt, options,
        metadata);
  }
}
