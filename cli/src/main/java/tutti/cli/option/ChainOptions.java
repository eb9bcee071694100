package tutti.cli.option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import tutti.chain.ChainClient;
import tutti.chain.ChainSettings;
import tutti.chain.open.ChainAddress;
import tutti.chain.open.Chains;

/** Where a block chain is. */
public final class ChainOptions {
  /** Holds the password of a node's user; no flag does. */
  public static final String PASSWORD = "TUTTI_CHAIN_PASSWORD";

  @Option(
      names = "--chain",
      paramLabel = "URL",
      description =
          "A server of the chain: esplora+https://..., chronik+https://...,"
              + " chronik-lotus+https://... or bitcoind+http://...?cookie=FILE. Several stand in"
              + " for each other, the first one preferred.")
  private List<String> addresses = new ArrayList<>();

  @Option(
      names = "--chain-deadline",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long to try all servers for one answer (${DEFAULT-VALUE}).")
  private Duration deadline = Duration.ofSeconds(30);

  @Option(
      names = "--chain-interval",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How often to look for what is waited for (${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(5);

  /** Whether there is one. */
  public boolean isGiven() {
    return !addresses.isEmpty();
  }

  public Duration interval() {
    return interval;
  }

  /**
   * A client, to be closed; empty if no chain is given.
   *
   * @throws tutti.protocol.Refusal {@code MALFORMED} if the addresses make no sense
   */
  public Optional<ChainClient> open(Map<String, String> environment) {
    if (!isGiven()) {
      return Optional.empty();
    }
    List<ChainAddress> servers = addresses.stream().map(ChainAddress::of).toList();
    ChainSettings settings = ChainSettings.defaults().withDeadline(deadline).withInterval(interval);
    return Optional.of(Chains.open(servers, settings, () -> environment.get(PASSWORD)));
  }
}
