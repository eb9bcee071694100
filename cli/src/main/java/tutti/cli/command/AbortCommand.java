package tutti.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionReply;

/** {@code tutti abort}. */
@Command(name = "abort", description = "Ends a session without signatures, for everyone.")
public final class AbortCommand extends KeyHolderCommand {
  @Parameters(paramLabel = "SESSION", description = "Id of the session.")
  private SessionId sessionId = new SessionId(Ids.NONE);

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "aborted",
      description = "Told to all participants.")
  private String reason = "";

  public AbortCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    SessionReply reply =
        seat.answer(seat.speaking(signer).abort(sessionId, reason), "session-service");
    return Report.of(reply, "session %s %s".formatted(reply.sessionId().hex(), reply.phase()));
  }
}
