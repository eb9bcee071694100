package tutti.cli.lotus;

import java.util.List;
import picocli.CommandLine.Command;
import tutti.cli.terminal.CommandGroup;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti lotus}, which is nothing without one of its commands. */
@Command(name = "lotus", description = "Signs transactions of the Lotus chain with others.")
public final class LotusCommand extends CommandGroup {
  /** All of its commands. */
  public static List<ReportingCommand> commands(Terminal terminal) {
    return List.of(
        new AddressCommand(terminal), new InspectCommand(terminal), new AnnounceCommand(terminal));
  }
}
