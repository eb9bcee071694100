package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.descriptor.Descriptor;
import tutti.transactions.descriptor.PsbtUpdater;
import tutti.transactions.psbt.Psbt;

/** {@code tutti psbt update}. */
@Command(
    name = "update",
    description = {
      "Adds to a PSBT what a group's descriptor says of its inputs and outputs. Asks nobody.",
      "",
      "For PSBTs of wallets and nodes that know no musig(). Inputs have to say what they spend, as"
          + " utxoupdatepsbt of a node adds it; those that are finished stay as they are."
    })
final class UpdateCommand extends ReportingCommand {
  private static final int MAX_RANGE = 100_000;

  @Mixin private PsbtSources sources = new PsbtSources();

  @Option(
      names = "--descriptor",
      required = true,
      paramLabel = "DESCRIPTOR",
      description = "Such as tr(musig(KEY,KEY)/<0;1>/*). May be given more than once.")
  private List<String> descriptors = new ArrayList<>();

  @Option(
      names = "--range",
      paramLabel = "NUMBER",
      description = "How many indexes are looked at for * (1000).")
  private int range = 1_000;

  UpdateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    if (range < 1 || range > MAX_RANGE) {
      throw Refusal.of(ErrorCode.MALFORMED, "--range: 1 to %d".formatted(MAX_RANGE));
    }
    Psbt psbt = sources.read(terminal().in());
    Set<Integer> inputs = new TreeSet<>();
    Set<Integer> outputs = new TreeSet<>();
    for (String text : descriptors) {
      PsbtUpdater.Updated updated = new PsbtUpdater(Descriptor.parse(text), range).update(psbt);
      psbt = updated.psbt();
      inputs.addAll(updated.inputs());
      outputs.addAll(updated.outputs());
    }
    if (inputs.isEmpty() && outputs.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.NOT_FOUND, "psbt", "nothing in it is of the descriptor, as far as it says");
    }
    terminal()
        .progress("inputs of the group: %s, outputs: %s".formatted(text(inputs), text(outputs)));
    String text = psbt.encodeBase64();
    ObjectNode json = Wire.mapper().createObjectNode().put("psbt", text);
    into(json.putArray("inputs"), inputs);
    into(json.putArray("outputs"), outputs);
    return new Report(json, List.of(text));
  }

  private static String text(Set<Integer> indexes) {
    return indexes.isEmpty()
        ? "none"
        : String.join(", ", indexes.stream().map(String::valueOf).toList());
  }

  private static void into(ArrayNode array, Set<Integer> indexes) {
    indexes.forEach(array::add);
  }
}
