package tutti.cli.lotus;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.agent.lotus.LotusListing;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusPlan;

/** {@code tutti lotus inspect}. */
@Command(
    name = "inspect",
    description = "Shows what a transaction pays, the fee, and what a group signs. Asks nobody.")
final class InspectCommand extends ReportingCommand {
  @Mixin private SpendOptions spend = new SpendOptions();

  @Option(
      names = "--key",
      required = true,
      split = ",",
      paramLabel = "HEX",
      description = "The signers' public keys.")
  private List<PublicKey> keys = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "mainnet|testnet|regtest",
      description = "How addresses are written (mainnet).")
  private Network network = Network.MAINNET;

  InspectCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    LotusPlan plan =
        LotusPlan.of(spend.transaction(terminal().in()), spend.spent(), LotusGroup.of(keys));
    LotusListing listing = new LotusListing(network);
    return new Report(listing.json(plan), listing.lines(plan).stream().map(String::strip).toList());
  }
}
