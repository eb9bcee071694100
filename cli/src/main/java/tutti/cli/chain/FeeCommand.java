package tutti.cli.chain;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tutti.chain.ChainClient;
import tutti.chain.FeeRate;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** {@code tutti chain fee}. */
@Command(name = "fee", description = "Shows what to pay per size to be in a block soon.")
final class FeeCommand extends AskingCommand {
  private static final int MAX_BLOCKS = 1_008;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "6",
      description = "In one of the next so many blocks (${DEFAULT-VALUE}).")
  private int blocks = 6;

  FeeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    if (blocks < 1 || blocks > MAX_BLOCKS) {
      throw Refusal.of(ErrorCode.MALFORMED, "--blocks: 1 to %d".formatted(MAX_BLOCKS));
    }
  }

  @Override
  Report ask(ChainClient client) throws Exception {
    FeeRate rate = answer(client.feeRate(blocks));
    return Report.of(rate, "%s sat/vB".formatted(rate.satPerVbyte()));
  }
}
