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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.agent.Agent;
import tutti.agent.SigningFailedException;
import tutti.agent.session.VerifiedRequest;
import tutti.cli.psbt.ParticipationOptions;
import tutti.cli.signer.KeyHolderCommand;
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
import tutti.protocol.request.RequestView;

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

  @Mixin private ParticipationOptions participation = new ParticipationOptions();

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
    participation.read();
    super.check();
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    SigningTrace trace = participation.trace(terminal());
    var equipped = seat.taking(signer);
    return participation
        .equip(equipped, trace, terminal())
        .during(() -> take(seat, seat.start(equipped), trace, signer));
  }

  private Report take(Seat seat, Agent agent, SigningTrace trace, SecretKey signer)
      throws Exception {
    if (!all) {
      RequestId id = Objects.requireNonNull(requestId);
      return result(seat, join(agent, trace, seat.verified(id, signer.publicKey()))).report();
    }
    List<Joined> joined = new ArrayList<>();
    for (RequestView view : seat.answer(agent.findRequests(), "request-service")) {
      VerifiedRequest request = seat.verified(view.request(), view.requestId(), signer.publicKey());
      joined.add(join(agent, trace, request));
    }
    return results(seat, joined);
  }

  private record Joined(VerifiedRequest request, CompletableFuture<List<Signature>> signatures) {}

  private static Joined join(Agent agent, SigningTrace trace, VerifiedRequest request) {
    trace.follow(request);
    return new Joined(
        request,
        agent
            .join(request.id())
            .thenCompose(joined -> followed(agent, agent.finalSignatures(request.id()))));
  }

  /** Those of the last attempt: the first one may have failed before this signer came. */
  private static CompletableFuture<List<Signature>> followed(
      Agent agent, CompletableFuture<List<Signature>> signatures) {
    return signatures.exceptionallyCompose(
        error ->
            Failures.causeOf(error) instanceof SigningFailedException ended
                    && ended.sessionId() != null
                ? agent
                    .status(ended.sessionId())
                    .thenCompose(
                        status ->
                            status.nextSessionId() == null
                                ? CompletableFuture.failedFuture(ended)
                                : followed(agent, agent.finalSignatures(status.nextSessionId())))
                : CompletableFuture.failedFuture(error));
  }

  private SigningResult result(Seat seat, Joined one) throws Exception {
    var signatures = seat.end(one.signatures, waitAtMost, "the other signers");
    participation.awaitOut(seat, one.request, waitAtMost);
    return new SigningResult(seat.engine(), one.request.id(), one.request.request(), signatures);
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
        ObjectNode failed = list.addObject().put("requestId", one.request.id().hex());
        failed.set("error", Wire.tree(lastFailure));
        lines.add("request        " + one.request.id().hex());
        lines.add("failed         %s: %s".formatted(lastFailure.code(), lastFailure.message()));
      }
    }
    if (joined.isEmpty()) {
      lines.add("no request waits for this signer");
    }
    return new Report(json, lines, lastFailure);
  }
}
