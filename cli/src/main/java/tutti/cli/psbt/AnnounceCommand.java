package tutti.cli.psbt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.agent.Agent;
import tutti.agent.SigningHandle;
import tutti.agent.psbt.ParticipantMatch;
import tutti.agent.psbt.PsbtTerms;
import tutti.agent.psbt.SignerParticipant;
import tutti.cli.option.SessionOptions;
import tutti.cli.signer.Consent;
import tutti.cli.signer.KeyHolderCommand;
import tutti.cli.signer.Seat;
import tutti.cli.signer.SigningResult;
import tutti.cli.signer.SigningTrace;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ParticipantKeys;

/** {@code tutti psbt announce}. */
@Command(
    name = "announce",
    description = {
      "Asks the signers of a PSBT's participants to sign it together, through the services.",
      "",
      "Everyone derives what is signed from the PSBT alone; it is shown, and announced only after a"
          + " yes. With --wait the result is as psbt finalize has it: the finished PSBT, and the"
          + " transaction."
    })
final class AnnounceCommand extends KeyHolderCommand {
  @Mixin private PsbtSources sources = new PsbtSources();
  @Mixin private SessionOptions session = new SessionOptions();
  @Mixin private Consent consent = new Consent();
  @Mixin private ParticipationOptions participation = new ParticipationOptions();

  @Option(
      names = "--signer",
      paramLabel = "KEY[=PARTICIPANT]",
      description =
          "A signer's own public key, and which participant it stands for: its key, or where its"
              + " keys come from, such as 650d5883/87h/1h/0h; by default the one with that key."
              + " For each signer; the announcer's own one may be left out.")
  private List<String> signers = new ArrayList<>();

  @Option(
      names = "--script-path",
      description =
          "Sign by a script where that is possible; otherwise by the key wherever that is possible.")
  private boolean byScript;

  @Option(names = "--wait", description = "Stay, sign, and print the result.")
  private boolean wait;

  @Option(
      names = "--wait-at-most",
      paramLabel = "TIME",
      defaultValue = "2h",
      description = "When to give up waiting (${DEFAULT-VALUE}).")
  private Duration waitAtMost = Duration.ofHours(2);

  private @Nullable Psbt psbt;

  AnnounceCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected void check() throws Exception {
    consent.check(terminal());
    participation.read(wait);
    psbt = sources.read(terminal().in());
    super.check();
  }

  @Override
  protected Report act(Seat seat, SecretKey signer) throws Exception {
    SigningRequest request = request(signer.publicKey());
    consent.toAnnounce(request, participation.network(), terminal());
    SigningTrace trace = participation.trace(terminal());
    if (!wait) {
      SigningHandle handle =
          announce(seat, seat.start(participation.ofSpeaker(seat.saying(signer))), request);
      return Report.of(handle.reply(), "request  " + handle.requestId().hex());
    }
    var equipped = seat.taking(signer);
    return participation
        .equip(equipped, trace, terminal())
        .during(
            () -> {
              // It may have to wait for what is to be spent.
              SigningHandle handle =
                  seat.end(seat.start(equipped).announce(request), waitAtMost, "the announcement");
              var verified = seat.verified(handle.requestId(), signer.publicKey());
              trace.followOwn(verified);
              var signatures = seat.end(handle.signatures(), waitAtMost, "the other signers");
              participation.awaitOut(seat, verified, waitAtMost);
              return new SigningResult(seat.engine(), handle.requestId(), request, signatures)
                  .report();
            });
  }

  private static SigningHandle announce(Seat seat, Agent agent, SigningRequest request)
      throws Exception {
    return seat.answer(agent.announce(request), "request-service");
  }

  private SigningRequest request(PublicKey creator) {
    List<SignerParticipant> participants = new ArrayList<>();
    for (String text : signers) {
      participants.add(SignerText.parse(text));
    }
    if (participants.stream().noneMatch(one -> one.signer().equals(creator))) {
      ParticipantKeys keys = participation.keys();
      participants.add(
          keys == null
              ? SignerParticipant.itself(creator)
              : new SignerParticipant(creator, ParticipantMatch.owned(keys)));
    }
    return PsbtTerms.of(
            Objects.requireNonNull(psbt),
            participants,
            byScript ? PsbtTerms.Preference.SCRIPT : PsbtTerms.Preference.KEY)
        .request(
            creator,
            session.purpose(),
            session.expiresAt(System.currentTimeMillis()),
            session.options(),
            session.metadata());
  }
}
