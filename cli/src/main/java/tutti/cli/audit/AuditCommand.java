package tutti.cli.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti audit}, which is nothing without one of its commands. */
@Command(
    name = "audit",
    synopsisSubcommandLabel = "COMMAND",
    description = "Reads audit logs (setting audit-log) without any service.")
public final class AuditCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** All of its commands. */
  public static List<ReportingCommand> commands(Terminal terminal) {
    return List.of(new AuditVerifyCommand(terminal), new AuditExportCommand(terminal));
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}
