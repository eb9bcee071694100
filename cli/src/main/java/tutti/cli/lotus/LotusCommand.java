package tutti.cli.lotus;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti lotus}, which is nothing without one of its commands. */
@Command(
    name = "lotus",
    synopsisSubcommandLabel = "COMMAND",
    description = "Signs transactions of the Lotus chain with others.")
public final class LotusCommand implements Runnable {
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
        new AddressCommand(terminal), new InspectCommand(terminal), new AnnounceCommand(terminal));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}
