package tutti.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SignerCommand;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.protocol.SessionId;
import tutti.protocol.json.Wire;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;

/** {@code tutti evidence}. */
@Command(
    name = "evidence",
    description = {
      "Fetches the proof of who made a session fail, and checks it.",
      "Anyone can check it again, without any service: tutti verify --evidence FILE."
    })
public final class EvidenceCommand extends SignerCommand {
  @Parameters(paramLabel = "SESSION", description = "Id of the session that failed.")
  private SessionId sessionId = new SessionId(Ids.NONE);

  @Option(names = "--out", paramLabel = "FILE", description = "Write it to this file, as JSON.")
  private @Nullable Path file;

  public EvidenceCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat) throws Exception {
    Evidence evidence =
        seat.ask(SessionApi.EVIDENCE, new SessionQuery(sessionId), "session-service");
    List<String> lines = VerifyCommand.proven(evidence);
    if (file != null) {
      Files.write(file, Wire.write(evidence));
      terminal().progress("written to " + file);
    }
    return new Report(Wire.tree(evidence), lines);
  }
}
