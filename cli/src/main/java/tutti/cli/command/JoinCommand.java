package tutti.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.agent.Agent;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.RequestListing;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SigningResult;
import tutti.cli.signer.SigningTrace;
import tutti.cli.terminal.Failures;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.json.Wire;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestView;
import tutti.protocol.request.SigningRequest;

/** {@code tutti join}. */
@Command(
    name = "join",
    description = {
      "Takes part in a request, or in all that wait for this signer, until the signatures are there.",
      "",
      "What is signed is shown before; whoever announced a request takes part in the same way."
    })
public final class JoinCommand extends KeyHolderCommand {
  @Parameters(arity = "0..1", paramLabel = "REQUEST", description = "Id of the request.")
  private @Nullable RequestId requestId;

  @Option(names = "--all", description = "All requests that name this signer and wait.")
  private boolean all;

  @Option(
      names = "--wait-at-most",
      paramLabel = "TIME",
      defaultValue = "2h",
      description = "When to give up waiting (${DEFAULT-VALUE}).")
  private Duration waitAtMost = Duration.ofHours(2);

  public JoinCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected void check() throws Exception {
    if (all == (requestId != null)) {
      throw Refusal.of(ErrorCode.MALFORMED, "give either the id of a request or --all");
    }
    super.check();
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    Agent agent = seat.start(seat.taking(signer).listener(new SigningTrace(terminal())));
    if (!all) {
      RequestId id = Objects.requireNonNull(requestId);
      RequestView view = seat.ask(RequestApi.GET, new GetRequest(id), "request-service");
      var signing = new Joined(view, join(agent, id));
      return result(seat, signing).report();
    }
    List<RequestView> waiting = seat.answer(agent.findRequests(), "request-service");
    List<Joined> joined = new ArrayList<>();
    for (RequestView view : waiting) {
      joined.add(new Joined(view, join(agent, view.requestId())));
    }
    return results(seat, joined);
  }

  private record Joined(RequestView view, CompletableFuture<List<Signature>> signatures) {
    SigningRequest request() {
      return RequestApi.ANNOUNCE.bodyOf(view.request());
    }
  }

  private static CompletableFuture<List<Signature>> join(Agent agent, RequestId id) {
    return agent.join(id).thenCompose(joined -> agent.finalSignatures(id));
  }

  private SigningResult result(Seat seat, Joined one) throws Exception {
    var signatures = seat.end(one.signatures, waitAtMost, "the other signers");
    // The agent has verified the request and the signatures.
    return new SigningResult(one.view.requestId(), one.request(), signatures);
  }

  private Report results(Seat seat, List<Joined> joined) throws InterruptedException {
    ObjectNode json = Wire.mapper().createObjectNode();
    ArrayNode list = json.putArray("results");
    List<String> lines = new ArrayList<>();
    Failure lastFailure = null;
    for (Joined one : joined) {
      try {
        SigningResult result = result(seat, one);
        list.add(result.json());
        lines.addAll(result.lines());
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        lastFailure = Failures.failure(e);
        ObjectNode failed = list.addObject().put("requestId", one.view.requestId().hex());
        failed.set("error", Wire.tree(lastFailure));
        lines.addAll(RequestListing.lines(one.view));
        lines.add("  failed    %s: %s".formatted(lastFailure.code(), lastFailure.message()));
      }
    }
    if (joined.isEmpty()) {
      lines.add("no request waits for this signer");
    }
    return new Report(json, lines, lastFailure);
  }
}
