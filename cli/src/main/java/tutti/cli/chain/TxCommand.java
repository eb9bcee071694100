package tutti.cli.chain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tutti.chain.ChainClient;
import tutti.chain.ChainTransaction;
import tutti.chain.Txid;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.transactions.bitcoin.TxOutput;

/** {@code tutti chain tx}. */
@Command(
    name = "tx",
    description = "Shows a transaction and where it is. That it is this one was computed.")
final class TxCommand extends AskingCommand {
  @Parameters(paramLabel = "TXID", description = "Its id.")
  private String text = "";

  TxCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    Txid.of(text);
  }

  @Override
  Report ask(ChainClient client) throws Exception {
    ChainTransaction found = answer(client.transaction(Txid.of(text)));
    ObjectNode json = json().put("txid", found.id().text());
    put(json, found.block(), found.confirmations());
    json.put("tx", found.transaction().serialized().hex());
    ArrayNode outputs = json.putArray("outputs");
    List<String> lines = new ArrayList<>();
    lines.add("transaction  " + found.id());
    lines.add("status       " + where(found.block(), found.confirmations()));
    for (TxOutput output : found.transaction().outputs()) {
      lines.add(
          "output %-5d %d sat to script %s"
              .formatted(outputs.size(), output.amount(), output.script().hex()));
      outputs.addObject().put("amount", output.amount()).put("script", output.script().hex());
    }
    return new Report(json, lines);
  }
}
