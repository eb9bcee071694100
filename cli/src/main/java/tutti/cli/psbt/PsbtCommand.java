package tutti.cli.psbt;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti psbt}, which is nothing without one of its commands. */
@Command(
    name = "psbt",
    synopsisSubcommandLabel = "COMMAND",
    description = "Signs transactions with others by PSBTs (BIP174, BIP370, BIP373) alone.",
    footer = {
      "",
      "PSBTs are read as base64, hex or binary, from files or from stdin (-), and combined if there"
          + " are several; they are written as base64."
    })
public final class PsbtCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** All of its commands. */
  public static List<ReportingCommand> commands(Terminal terminal) {
    return List.of(
        new InspectCommand(terminal),
        new AnnounceCommand(terminal),
        new NonceCommand(terminal),
        new SignCommand(terminal),
        new CombineCommand(terminal),
        new FinalizeCommand(terminal),
        new PeerCommand(terminal),
        new HoldCommand(terminal));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}
