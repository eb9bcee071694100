package tutti.cli.command;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.agent.Agent;
import tutti.agent.SigningHandle;
import tutti.cli.option.AnnouncementOptions;
import tutti.cli.signer.Consent;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SigningResult;
import tutti.cli.signer.SigningTrace;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.SigningRequest;

/** {@code tutti announce}. */
@Command(
    name = "announce",
    description = {
      "Asks the signers of some keys to sign messages together; one --message or --file per item.",
      "",
      "It is shown, and announced only after a yes. The announcer has joined by announcing, but"
          + " signs only while it runs: wait for the signature with --wait, or run tutti join"
          + " later."
    })
public final class AnnounceCommand extends KeyHolderCommand {
  @Mixin private AnnouncementOptions options = new AnnouncementOptions();
  @Mixin private Consent consent = new Consent();

  @Option(names = "--chain", hidden = true)
  private @Nullable String chain;

  @Option(names = "--wait", description = "Stay, sign, and print the signatures.")
  private boolean wait;

  @Option(
      names = "--wait-at-most",
      paramLabel = "TIME",
      defaultValue = "2h",
      description = "When to give up waiting (${DEFAULT-VALUE}).")
  private Duration waitAtMost = Duration.ofHours(2);

  public AnnounceCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected void check() throws Exception {
    if (chain != null) {
      throw Refusal.of(
          ErrorCode.MALFORMED,
          "--chain: a message says nothing about what it spends; announce transactions with psbt"
              + " announce or lotus announce");
    }
    consent.check(terminal());
    super.check();
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    SigningRequest request = options.request(signer.publicKey(), System.currentTimeMillis());
    consent.toAnnounce(request, Network.MAINNET, terminal());
    SigningTrace trace = new SigningTrace(terminal());
    Agent agent = wait ? seat.start(seat.taking(signer).listener(trace)) : seat.speaking(signer);
    SigningHandle handle = seat.answer(agent.announce(request), "request-service");
    if (!wait) {
      return Report.of(
          handle.reply(),
          "request  " + handle.requestId().hex(),
          "state    %s, awaiting %d of %d signers"
              .formatted(
                  handle.reply().state(), handle.reply().awaiting().size(), request.keys().size()));
    }
    trace.followOwn(seat.verified(handle.requestId(), signer.publicKey()));
    var signatures = seat.end(handle.signatures(), waitAtMost, "the other signers");
    return new SigningResult(seat.engine(), handle.requestId(), request, List.copyOf(signatures))
        .report();
  }
}
