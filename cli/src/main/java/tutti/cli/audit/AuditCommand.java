package tutti.cli.audit;

import java.util.List;
import picocli.CommandLine.Command;
import tutti.cli.terminal.CommandGroup;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;

/** {@code tutti audit}, which is nothing without one of its commands. */
@Command(name = "audit", description = "Reads audit logs (setting audit-log) without any service.")
public final class AuditCommand extends CommandGroup {
  /** All of its commands. */
  public static List<ReportingCommand> commands(Terminal terminal) {
    return List.of(new AuditVerifyCommand(terminal), new AuditExportCommand(terminal));
  }
}
