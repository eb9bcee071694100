package tutti.cli.command;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.agent.Agent;
import tutti.agent.session.VerifiedRequest;
import tutti.cli.psbt.ParticipationOptions;
import tutti.cli.signer.Consent;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SigningResult;
import tutti.cli.signer.SigningTrace;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.protocol.SessionId;
import tutti.protocol.session.SessionReply;

/** {@code tutti retry}. */
@Command(
    name = "retry",
    description = {
      "Asks for a new attempt after a session that ended without signatures.",
      "The other signers take part if they run; with --wait this one does, after a yes to what is"
          + " shown."
    })
public final class RetryCommand extends KeyHolderCommand {
  @Parameters(paramLabel = "SESSION", description = "Id of the session that ended.")
  private SessionId sessionId = new SessionId(Ids.NONE);

  @Option(names = "--wait", description = "Stay, sign, and print the signatures.")
  private boolean wait;

  @Mixin private Consent consent = new Consent();
  @Mixin private ParticipationOptions participation = new ParticipationOptions();

  @Option(
      names = "--wait-at-most",
      paramLabel = "TIME",
      defaultValue = "2h",
      description = "When to give up waiting (${DEFAULT-VALUE}).")
  private Duration waitAtMost = Duration.ofHours(2);

  public RetryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected void check() throws Exception {
    if (wait) {
      consent.check(terminal());
    }
    participation.read(wait);
    super.check();
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    if (!wait) {
      SessionReply reply = seat.answer(seat.speaking(signer).retry(sessionId), "session-service");
      return Report.of(reply, "session %s %s".formatted(reply.sessionId().hex(), reply.phase()));
    }
    SigningTrace trace = participation.trace(terminal());
    VerifiedRequest request = seat.verified(sessionId, signer.publicKey());
    trace.show(request);
    if (!consent.given(terminal())) {
      throw Consent.refused();
    }
    trace.follow(request);
    var equipped = seat.taking(signer, request.id());
    return participation
        .equip(equipped, trace, terminal())
        .during(() -> take(seat, seat.start(equipped), request));
  }

  private Report take(Seat seat, Agent agent, VerifiedRequest request) throws Exception {
    SessionId next = seat.answer(agent.retry(sessionId), "session-service").sessionId();
    var signatures = seat.end(agent.finalSignatures(next), waitAtMost, "the other signers");
    participation.awaitOut(seat, request, waitAtMost);
    return new SigningResult(seat.engine(), request.id(), request.request(), signatures).report();
  }
}
