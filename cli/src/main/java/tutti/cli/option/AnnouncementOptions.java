package tutti.cli.option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** What a request says. */
public final class AnnouncementOptions {
  @Mixin private ItemOptions items = new ItemOptions();
  @Mixin private SessionOptions session = new SessionOptions();

  @Option(
      names = "--key",
      split = ",",
      paramLabel = "HEX",
      description =
          "Public keys of the signers; the announcer's own one is added if it is missing.")
  private List<PublicKey> keys = new ArrayList<>();

  @Option(
      names = "--key-order",
      paramLabel = "sorted|given",
      description = "Order of aggregation and of signer indexes (sorted).")
  private @Nullable KeyOrder keyOrder;

  @Option(
      names = "--suite",
      paramLabel = "bip327|lotus",
      description = "The variant of MuSig2, and so the kind of signature (bip327).")
  private @Nullable Suite suite;

  /** The request as this creator announces it. */
  public SigningRequest request(PublicKey creator, long now) throws IOException {
    List<PublicKey> signers = new ArrayList<>(keys);
    if (!signers.contains(creator)) {
      signers.add(creator);
    }
    return SigningRequest.by(creator, signers)
        .keyOrder(keyOrder)
        .suite(suite)
        .items(signingItems())
        .purpose(session.purpose())
        .expiresAt(session.expiresAt(now))
        .options(session.options())
        .metadata(session.metadata())
        .build();
  }

  private List<SigningItem> signingItems() throws IOException {
    List<SigningItem> all = items.read().stream().map(SigningItem::of).toList();
    if (all.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "items", "nothing to sign: give --message or --file");
    }
    return all;
  }
}
