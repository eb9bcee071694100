package tutti.cli.chain;

import java.util.List;
import picocli.CommandLine.Command;
import tutti.cli.terminal.CommandGroup;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti chain}, which is nothing without one of its commands. */
@Command(
    name = "chain",
    description = "Asks a block chain: Chronik, Esplora, or a node of Bitcoin Core.")
public final class ChainCommand extends CommandGroup {
  /** All of its commands. */
  public static List<ReportingCommand> commands(Terminal terminal) {
    return List.of(
        new TipCommand(terminal),
        new TxCommand(terminal),
        new WatchCommand(terminal),
        new BroadcastCommand(terminal),
        new FeeCommand(terminal));
  }
}
