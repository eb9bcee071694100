package tutti.cli.signer;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.chain.ChainClient;
import tutti.cli.option.ChainOptions;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** What a signer does with a block chain, where it has one. */
public final class ChainParticipation {
  @Mixin private ChainOptions chain = new ChainOptions();

  @Option(
      names = "--confirmations",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "With --chain: how deep everything that is spent must be (${DEFAULT-VALUE}); 0 is content"
              + " with the network's pool.")
  private int confirmations = 1;

  @Option(
      names = "--await-funding",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "With --chain: how long to wait for that before joining (${DEFAULT-VALUE}).")
  private Duration patience = Duration.ofMinutes(10);

  /** Whether there is a chain. */
  public boolean isGiven() {
    return chain.isGiven();
  }

  /**
   * Refuses a chain that nobody would look at.
   *
   * @param stays whether the command stays until all is signed
   */
  public void check(boolean stays) {
    if (isGiven() && !stays) {
      throw Refusal.of(ErrorCode.MALFORMED, "--chain is of no use without --wait");
    }
  }

  /** The chain for as long as a command runs; one that does nothing if none is given. */
  public ChainLink open(Map<String, String> environment) {
    if (confirmations < 0) {
      throw Refusal.of(ErrorCode.MALFORMED, "--confirmations: 0 or more");
    }
    ChainClient client = chain.open(environment).orElse(null);
    return new ChainLink(client, chain.interval(), confirmations, patience);
  }
}
