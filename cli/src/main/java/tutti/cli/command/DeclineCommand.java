package tutti.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.protocol.RequestId;
import tutti.protocol.request.RequestReply;

/** {@code tutti decline}. */
@Command(name = "decline", description = "Takes no part in a request, which ends it for everyone.")
public final class DeclineCommand extends KeyHolderCommand {
  @Parameters(paramLabel = "REQUEST", description = "Id of the request.")
  private RequestId requestId = new RequestId(Ids.NONE);

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "declined",
      description = "Told to all participants.")
  private String reason = "";

  public DeclineCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    RequestReply reply =
        seat.answer(seat.speaking(signer).decline(requestId, reason), "request-service");
    return Report.of(reply, "request %s %s".formatted(reply.requestId().hex(), reply.state()));
  }
}
