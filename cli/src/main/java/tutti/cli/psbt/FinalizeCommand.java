package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.json.Wire;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.PsbtFinalizer;

/** {@code tutti psbt finalize}. */
@Command(
    name = "finalize",
    description = {
      "Makes signatures of partial signatures, and the transaction if nothing is missing.",
      "",
      "Every partial signature is verified: a wrong one fails the command, and it says whose it is."
          + " With --json the transaction is beside the PSBT."
    })
final class FinalizeCommand extends ReportingCommand {
  @Mixin private PsbtSources sources = new PsbtSources();

  FinalizeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    Psbt signed = PsbtFinalizer.aggregate(sources.read(terminal().in()));
    PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(signed);
    BitcoinTransaction transaction = finished.transaction();
    String text = finished.psbt().encodeBase64();
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("complete", finished.isComplete()).put("psbt", text);
    if (transaction == null) {
      terminal().progress("not complete");
      PsbtReport.tellProgress(signed, terminal());
    } else {
      terminal().progress("complete: transaction " + transaction.txidText());
      json.put("tx", transaction.serialized().hex()).put("txid", transaction.txidText());
    }
    return new Report(json, List.of(text));
  }
}
