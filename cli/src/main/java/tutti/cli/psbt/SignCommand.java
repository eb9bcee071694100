package tutti.cli.psbt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.musig2.PublicNonce;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtSigner;

/** {@code tutti psbt sign}. */
@Command(
    name = "sign",
    description = {
      "Adds partial signatures to a PSBT that has the nonces of all participants.",
      "",
      "The processes sign that tutti psbt nonce has left behind; with --key, only that participant's."
          + " With --key, and where all nonces but that participant's are there, it needs no such"
          + " process: its nonces follow from the key and the others' nonces.",
      "",
      "Shows on stderr what the PSBT does, as tutti psbt inspect does."
    })
final class SignCommand extends ReportingCommand {
  @Mixin private PsbtSources sources = new PsbtSources();

  @Mixin private ParticipantKeyOptions keyOptions = new ParticipantKeyOptions();

  @Mixin private NonceSockets sockets = new NonceSockets();

  @Mixin private PsbtInspection.Style style = new PsbtInspection.Style();

  SignCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    Psbt psbt = sources.read(terminal().in());
    style.tell(psbt, terminal());
    Path folder = sockets.folder(terminal().environment());
    Psbt signed = keyOptions.isGiven() ? signedByOne(psbt, folder) : signedByAll(psbt, folder);
    PsbtReport.tellProgress(signed, terminal());
    return PsbtReport.of(signed);
  }

  private static Psbt signedByAll(Psbt psbt, Path folder) throws IOException {
    Set<PublicNonce> nonces =
        psbt.inputs().stream()
            .flatMap(input -> input.musig2PubNonces().values().stream())
            .collect(Collectors.toUnmodifiableSet());
    List<Path> holders = NonceSockets.holding(folder, nonces);
    if (holders.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.NONCE_LOST,
          "psbt",
          "no process here holds a nonce of it; begin with tutti psbt nonce");
    }
    return signed(psbt, holders);
  }

  private Psbt signedByOne(Psbt psbt, Path folder) throws IOException {
    PsbtSigner signer = PeerCommand.signer(keyOptions.read(terminal().environment()));
    List<Path> holders = NonceSockets.holding(folder, signer.noncesIn(psbt));
    return holders.isEmpty() ? signer.signedLast(psbt) : signed(psbt, holders);
  }

  private static Psbt signed(Psbt psbt, List<Path> holders) throws IOException {
    Psbt signed = psbt;
    for (Path holder : holders) {
      signed = NonceSockets.sign(holder, signed);
    }
    return signed;
  }
}
