package tutti.cli.psbt;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti psbt inspect}. */
@Command(
    name = "inspect",
    description = {
      "Shows what a PSBT does with money, what groups sign in it, and how far they are.",
      "",
      "An output is called change only where the PSBT proves that a group that spends can spend it."
    })
final class InspectCommand extends ReportingCommand {
  @Mixin private PsbtSources sources = new PsbtSources();

  @Mixin private PsbtInspection.Style style = new PsbtInspection.Style();

  InspectCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    return style.report(sources.read(terminal().in()));
  }
}
