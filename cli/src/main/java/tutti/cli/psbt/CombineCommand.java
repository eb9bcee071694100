package tutti.cli.psbt;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti psbt combine}. */
@Command(
    name = "combine",
    description =
        "Puts together what several have added to one PSBT; refuses different values in one place.")
final class CombineCommand extends ReportingCommand {
  @Mixin private PsbtSources sources = new PsbtSources();

  CombineCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    return PsbtReport.of(sources.read(terminal().in()));
  }
}
