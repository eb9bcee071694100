package tutti.cli.option;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tutti.protocol.ElectionMethod;
import tutti.protocol.request.RequestOptions;

/** How a request's sessions run, and what people read of it; whatever is signed. */
public final class SessionOptions {
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

  public @Nullable String purpose() {
    return purpose;
  }

  /** Milliseconds since 1970. */
  public long expiresAt(long now) {
    return now + expiresIn.toMillis();
  }

  public @Nullable Map<String, String> metadata() {
    return metadata.isEmpty() ? null : metadata;
  }

  /** All else. */
  public RequestOptions options() {
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
