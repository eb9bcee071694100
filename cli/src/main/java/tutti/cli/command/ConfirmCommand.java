package tutti.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.agent.Agent;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionReply;

/** {@code tutti confirm}. */
@Command(
    name = "confirm",
    description = {
      "Says, as the coordinator, that the result was broadcast, or that it could not be.",
      "With --failed the next signer of the election is asked."
    })
public final class ConfirmCommand extends KeyHolderCommand {
  @Parameters(paramLabel = "SESSION", description = "Id of the session.")
  private SessionId sessionId = new SessionId(Ids.NONE);

  @Option(
      names = "--reference",
      paramLabel = "TEXT",
      description = "What was broadcast, for example a transaction id.")
  private @Nullable String reference;

  @Option(names = "--failed", paramLabel = "REASON", description = "Why it could not be.")
  private @Nullable String failed;

  public ConfirmCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    Agent agent = seat.speaking(signer);
    SessionReply reply =
        seat.answer(
            failed == null
                ? agent.confirmBroadcast(sessionId, reference)
                : agent.reportBroadcastFailure(sessionId, failed),
            "session-service");
    return Report.of(
        reply,
        "session %s: %s"
            .formatted(reply.sessionId().hex(), failed == null ? "confirmed" : "failure reported"));
  }
}
