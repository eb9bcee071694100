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
import tutti.cli.signer.Consent;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SigningResult;
import tutti.cli.signer.SigningTrace;
import tutti.cli.terminal.Failures;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.json.Wire;

/** {@code tutti join}. */
@Command(
    name = "join",
    description = {
      "Takes part in a request, or in all that wait for this signer, until the signatures are there.",
      "",
      "What is signed is shown, and signed only after a yes. Whoever announced a request takes part"
          + " in the same way."
    })
public final class JoinCommand extends KeyHolderCommand {
  @Parameters(arity = "0..1", paramLabel = "REQUEST", description = "Id of the request.")
  private @Nullable RequestId requestId;

  @Option(names = "--all", description = "All requests that name this signer and wait.")
  private boolean all;

  @Mixin private Consent consent = new Consent();
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
    consent.check(terminal());
    participation.read(true);
    super.check();
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    SigningTrace trace = participation.trace(terminal());
    List<VerifiedRequest> agreed = agreed(seat, signer.publicKey(), trace);
    var equipped = seat.taking(signer, ids(agreed));
    return participation
        .equip(equipped, trace, terminal())
        .during(() -> take(seat, seat.start(equipped), agreed));
  }

  /** Nothing of this signer leaves before somebody has seen what for. */
  private List<VerifiedRequest> agreed(Seat seat, PublicKey signer, SigningTrace trace)
      throws Exception {
    List<VerifiedRequest> asked =
        all
            ? seat.waiting(signer)
            : List.of(seat.verified(Objects.requireNonNull(requestId), signer));
    List<VerifiedRequest> agreed = new ArrayList<>();
    for (VerifiedRequest request : asked) {
      trace.show(request);
      if (consent.given(terminal())) {
        trace.follow(request);
        agreed.add(request);
      }
    }
    if (agreed.isEmpty() && !asked.isEmpty()) {
      throw Consent.refused();
    }
    return agreed;
  }

  private static RequestId[] ids(List<VerifiedRequest> requests) {
    return requests.stream().map(VerifiedRequest::id).toArray(RequestId[]::new);
  }

  private Report take(Seat seat, Agent agent, List<VerifiedRequest> agreed) throws Exception {
    List<Joined> joined = agreed.stream().map(request -> join(agent, request)).toList();
    return all ? results(seat, joined) : result(seat, joined.get(0)).report();
  }

  private record Joined(VerifiedRequest request, CompletableFuture<List<Signature>> signatures) {}

  private static Joined join(Agent agent, VerifiedRequest request) {
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
