package tutti.cli.chain;

import picocli.CommandLine.Command;
import tutti.chain.BlockRef;
import tutti.chain.ChainClient;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;

/** {@code tutti chain tip}. */
@Command(name = "tip", description = "Shows the newest block.")
final class TipCommand extends AskingCommand {
  TipCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report ask(ChainClient client) throws Exception {
    BlockRef tip = answer(client.tip());
    return Report.of(tip, "block %d %s".formatted(tip.height(), tip.hash()));
  }
}
