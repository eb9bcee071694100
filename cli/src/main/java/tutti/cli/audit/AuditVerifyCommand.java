package tutti.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.json.Wire;
import tutti.runtime.audit.AuditCheck;

/** {@code tutti audit verify}. */
@Command(
    name = "verify",
    description = {
      "Follows the chain of an audit log, and names the first record that is not as it was written.",
      "Give all files of one log, in any order."
    })
final class AuditVerifyCommand extends ReportingCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of one process's log.")
  private List<Path> files = new ArrayList<>();

  AuditVerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    AuditCheck.Verdict verdict = AuditCheck.of(files);
    List<String> lines = new ArrayList<>();
    if (verdict.records() > 0) {
      lines.add(
          "%d records in order, %d to %d"
              .formatted(verdict.records(), verdict.first(), verdict.last().number()));
      lines.add("hash of the last: " + verdict.last().hash());
    }
    if (verdict.first() > 1) {
      lines.add("what came before record %d is not here".formatted(verdict.first()));
    }
    if (verdict.torn()) {
      lines.add("a last line was not finished, as when a process is killed");
    }
    ObjectNode json = Wire.tree(verdict);
    return new Report(json, lines, failure(verdict));
  }

  /** What is told of a log that is not in order. */
  static @Nullable Failure failure(AuditCheck.Verdict verdict) {
    String broken = verdict.broken();
    return broken == null ? null : new Failure(ErrorCode.CONFLICT, broken, null, null, false, null);
  }
}
