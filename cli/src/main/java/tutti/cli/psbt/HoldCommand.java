package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtSigner;

/** The process that {@code tutti psbt nonce} leaves behind, to hold the nonces it made. */
@Command(name = "hold", hidden = true, description = "Holds nonces; started by tutti psbt nonce.")
final class HoldCommand extends ReportingCommand {
  @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key.")
  private Path key = Path.of("");

  @Option(names = "--nonce-folder", required = true, paramLabel = "DIR", description = "Where.")
  private Path folder = Path.of("");

  @Option(names = "--hold", required = true, paramLabel = "TIME", description = "How long.")
  private Duration hold = Duration.ZERO;

  HoldCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    JsonLines parent = new JsonLines(terminal().in(), terminal().out());
    ObjectNode order = parent.read();
    if (order == null) {
      throw Refusal.of(ErrorCode.MALFORMED, "started by tutti psbt nonce only");
    }
    try (PsbtSigner signer = PeerCommand.signer(keys(order))) {
      Psbt psbt = signer.withNonces(Psbt.decodeBase64(JsonLines.text(order, "psbt")));
      if (signer.waiting().isEmpty()) {
        throw Refusal.ofField(ErrorCode.WRONG_PHASE, "psbt", "nothing is left to be signed");
      }
      try (NonceHolder holder = NonceHolder.open(signer, folder)) {
        parent.write(JsonLines.psbt(psbt));
        terminal().out().close(); // whoever reads the parent's words must not wait for this process
        holder.serve(hold);
      }
    }
    return new Report(Wire.mapper().createObjectNode(), List.of());
  }

  private ParticipantKeys keys(ObjectNode order) throws IOException {
    char[] passphrase = JsonLines.text(order, "passphrase").toCharArray();
    try {
      return ParticipantKeyOptions.read(key, passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }
}
