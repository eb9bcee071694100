package tutti.cli.psbt;

import java.util.List;
import picocli.CommandLine.Command;
import tutti.cli.terminal.CommandGroup;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti psbt}, which is nothing without one of its commands. */
@Command(
    name = "psbt",
    description = "Signs transactions with others by PSBTs (BIP174, BIP370, BIP373) alone.",
    footer = {
      "",
      "PSBTs are read as base64, hex or binary, from files or from stdin (-), and combined if there"
          + " are several; they are written as base64."
    })
public final class PsbtCommand extends CommandGroup {
  /** All of its commands. */
  public static List<ReportingCommand> commands(Terminal terminal) {
    return List.of(
        new UpdateCommand(terminal),
        new InspectCommand(terminal),
        new AnnounceCommand(terminal),
        new NonceCommand(terminal),
        new SignCommand(terminal),
        new CombineCommand(terminal),
        new FinalizeCommand(terminal),
        new PeerCommand(terminal),
        new HoldCommand(terminal));
  }
}
