package tutti.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;
import tutti.runtime.audit.AuditCheck;
import tutti.runtime.audit.AuditRecord;

/** {@code tutti audit export}. */
@Command(
    name = "export",
    description = {
      "Prints records of an audit log, in order, one JSON object per line, and verifies it all.",
      "Give all files of one log, in any order. Without conditions, all records are printed."
    })
final class AuditExportCommand extends ReportingCommand {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of one process's log.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--session", paramLabel = "ID", description = "Only of this session.")
  private @Nullable String session;

  @Option(names = "--request", paramLabel = "ID", description = "Only of this signing request.")
  private @Nullable String request;

  @Option(names = "--signer", paramLabel = "KEY", description = "Only of this public key.")
  private @Nullable String signer;

  @Option(names = "--operator", paramLabel = "ID", description = "Only of this API key, by its id.")
  private @Nullable String operator;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from this time on, such as 2026-11-23T12:00:00Z.")
  private @Nullable Instant since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only before this time.")
  private @Nullable Instant until;

  AuditExportCommand(Terminal terminal) {
    super(terminal);
  }

  /** Lines are printed as they are read: a log may be larger than the memory. */
  @Override
  protected Report run() throws IOException {
    ObjectNode json = Wire.mapper().createObjectNode();
    ArrayNode records = json.putArray("records");
    AuditCheck.Verdict verdict =
        AuditCheck.of(
            files,
            record -> {
              if (isWanted(record) && isJson()) {
                records.add(Wire.tree(record));
              } else if (isWanted(record)) {
                terminal().out().println(new String(Wire.write(record), UTF_8));
              }
            });
    json.set("verdict", Wire.tree(verdict));
    return new Report(json, List.of(), AuditVerifyCommand.failure(verdict));
  }

  private boolean isWanted(AuditRecord record) {
    return isSame(session, record.session())
        && isSame(request, record.request())
        && isSame(signer, record.signer())
        && isSame(operator, record.operator())
        && (since == null || record.time() >= since.toEpochMilli())
        && (until == null || record.time() < until.toEpochMilli());
  }

  private static boolean isSame(@Nullable String wanted, @Nullable String found) {
    return wanted == null || wanted.equals(found);
  }
}
