package tutti.cli.option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tutti.protocol.discovery.Advertisement;

/** What an advertisement says. */
public final class AdvertisementOptions {
  @Option(
      names = "--type",
      split = ",",
      required = true,
      paramLabel = "NAME",
      description = "What the signer takes part in, such as spend or swap; one or several.")
  private List<String> types = new ArrayList<>();

  @Option(names = "--min-amount", paramLabel = "SAT", description = "Smallest amount.")
  private @Nullable Long minAmount;

  @Option(names = "--max-amount", paramLabel = "SAT", description = "Largest amount.")
  private @Nullable Long maxAmount;

  @Option(names = "--fee", paramLabel = "SAT", description = "Flat fee for one signature.")
  private @Nullable Long fee;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      defaultValue = "12h",
      description = "How long it holds (${DEFAULT-VALUE}).")
  private Duration expiresIn = Duration.ofHours(12);

  @Option(
      names = "--metadata",
      paramLabel = "NAME=TEXT",
      description = "For people: nickname, description; may be given several times.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  /** The advertisement as it is made now. */
  public Advertisement advertisement(long now) {
    return new Advertisement(
        types,
        minAmount,
        maxAmount,
        fee,
        now + expiresIn.toMillis(),
        metadata.isEmpty() ? null : metadata);
  }
}
