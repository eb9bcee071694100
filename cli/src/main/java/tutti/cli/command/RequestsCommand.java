package tutti.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tutti.agent.TransactionListings;
import tutti.agent.session.DistrustException;
import tutti.agent.session.VerifiedRequest;
import tutti.cli.signer.RequestListing;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SignerCommand;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;

/** {@code tutti requests}. */
@Command(
    name = "requests",
    description = {
      "Shows the requests that name a signer.",
      "Only requests that are signed by their creator and name the signer are shown."
    })
public final class RequestsCommand extends SignerCommand {
  @Option(names = "--key", required = true, paramLabel = "HEX", description = "The signer.")
  private PublicKey key = new PublicKey(tutti.musig2.Bytes.of(new byte[PublicKey.SIZE]));

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Only these: open, ready, declined, cancelled, expired.")
  private List<RequestState> states = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "Entries of one page (50).")
  private @Nullable Integer limit;

  @Option(
      names = "--after",
      paramLabel = "TEXT",
      description = "The 'next' of the page before: shows the following one.")
  private @Nullable String after;

  @Option(
      names = "--network",
      paramLabel = "mainnet|testnet|signet|regtest",
      description = "How addresses of transactions are written (mainnet).")
  private Network network = Network.MAINNET;

  public RequestsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report act(Seat seat) throws Exception {
    var query = new RequestQuery(key, states.isEmpty() ? null : states, limit, after);
    RequestPage page = seat.ask(RequestApi.FIND, query, "request-service");
    var genuine =
        new RequestPage(
            page.requests().stream().filter(view -> isGenuine(seat, view)).toList(), page.next());
    ObjectNode json = Wire.tree(genuine);
    explain(genuine, (ArrayNode) json.get("requests"));
    return new Report(json, lines(genuine));
  }

  private boolean isGenuine(Seat seat, RequestView view) {
    try {
      VerifiedRequest.of(seat.engine(), view.request(), view.requestId(), key);
      return true;
    } catch (DistrustException forged) {
      terminal().progress("left out %s: %s".formatted(view.requestId().hex(), forged.getMessage()));
      return false;
    }
  }

  /** Beside a request stands what its transaction does. */
  private void explain(RequestPage page, ArrayNode json) {
    for (int i = 0; i < json.size(); i++) {
      SigningRequest request = RequestApi.ANNOUNCE.bodyOf(page.requests().get(i).request());
      ObjectNode entry = (ObjectNode) json.get(i);
      new TransactionListings()
          .summary(request, network)
          .ifPresent(summary -> entry.set("transaction", summary));
    }
  }

  private List<String> lines(RequestPage page) {
    List<String> lines = new ArrayList<>();
    page.requests().forEach(view -> lines.addAll(RequestListing.lines(view, network)));
    if (page.requests().isEmpty()) {
      lines.add("no requests");
    }
    if (page.next() != null) {
      lines.add("more: --after " + page.next());
    }
    return lines;
  }
}
