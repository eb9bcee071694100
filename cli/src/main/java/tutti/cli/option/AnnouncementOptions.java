package tutti.cli.option;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.protocol.ElectionMethod;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** What a request says. */
public final class AnnouncementOptions {
  @Mixin private ItemOptions items = new ItemOptions();

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

  @Option(names = "--purpose", paramLabel = "TEXT", description = "One line for people.")
  private @Nullable String purpose;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "Until when to join, and to retry (${DEFAULT-VALUE}).")
  private Duration expiresIn = Duration.ofHours(1);

  @Option(
      names = "--metadata",
      paramLabel = "NAME=TEXT",
      description = "For people and applications; may be given several times.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--no-nonce-commitments",
      description = "Leave out the round of nonce commitments.")
  private boolean withoutCommitments;

  @Option(
      names = "--phase-timeout",
      paramLabel = "TIME",
      description = "Time for one phase; shorter than the services' own.")
  private @Nullable Duration phaseTimeout;

  @Option(
      names = "--broadcast",
      description = "Ask an elected coordinator to broadcast the result; see tutti confirm.")
  private boolean broadcast;

  @Option(
      names = "--broadcast-timeout",
      paramLabel = "TIME",
      description = "Time for one coordinator; shorter than the services' own.")
  private @Nullable Duration broadcastTimeout;

  @Option(
      names = "--election",
      paramLabel = "METHOD",
      description = "lexicographic (default), hash-based, first-signer, last-signer or creator.")
  private @Nullable ElectionMethod election;

  @Option(
      names = "--failover",
      negatable = true,
      paramLabel = "BOOL",
      description = "Whether the next signer takes over from a failed coordinator.")
  private @Nullable Boolean failover;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Sessions that may be tried, the first included (3).")
  private @Nullable Integer maxAttempts;

  /** The request as this creator announces it. */
  public SigningRequest request(PublicKey creator, long now) throws IOException {
    List<PublicKey> signers = new ArrayList<>(keys);
    if (!signers.contains(creator)) {
      signers.add(creator);
    }
    return new SigningRequest(
        creator,
        signers,
        keyOrder,
        suite,
        signingItems(),
        null,
        purpose,
        now + expiresIn.toMillis(),
        options(),
        metadata.isEmpty() ? null : metadata);
  }

  private List<SigningItem> signingItems() throws IOException {
    List<SigningItem> all = items.read().stream().map(SigningItem::of).toList();
    if (all.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "items", "nothing to sign: give --message or --file");
    }
    return all;
  }

  private RequestOptions options() {
    return new RequestOptions(
        withoutCommitments ? false : null,
        millis(phaseTimeout),
        broadcast,
        millis(broadcastTimeout),
        election,
        failover,
        maxAttempts);
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }
}
