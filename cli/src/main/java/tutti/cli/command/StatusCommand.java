package tutti.cli.command;

import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tutti.cli.signer.RequestListing;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SessionListing;
import tutti.cli.signer.SignerCommand;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.json.Wire;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestView;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.protocol.session.SessionStatus;

/** {@code tutti status}. */
@Command(
    name = "status",
    description = {
      "Shows how a session or a request stands, as the services say.",
      "Signers are named by their index: the position in the key order, from 0."
    })
public final class StatusCommand extends SignerCommand {
  @Parameters(paramLabel = "ID", description = "Id of a session or of a request.")
  private Bytes id = Ids.NONE;

  public StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected void check() {
    if (id.length() != SessionId.SIZE) {
      throw Refusal.of(ErrorCode.MALFORMED, "an id has 64 hex digits");
    }
  }

  @Override
  protected Report act(Seat seat) throws Exception {
    try {
      var query = new SessionQuery(new SessionId(id));
      SessionStatus status = seat.ask(SessionApi.STATUS, query, "session-service");
      return new Report(Wire.tree(status), SessionListing.lines(status));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal && refusal.code() == ErrorCode.NOT_FOUND) {
        return request(seat);
      }
      throw e;
    }
  }

  private Report request(Seat seat) throws Exception {
    try {
      var query = new GetRequest(new RequestId(id));
      RequestView view = seat.ask(RequestApi.GET, query, "request-service");
      return new Report(Wire.tree(view), RequestListing.lines(view));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal && refusal.code() == ErrorCode.NOT_FOUND) {
        throw Refusal.of(ErrorCode.NOT_FOUND, "no session and no request has this id");
      }
      throw e;
    }
  }
}
