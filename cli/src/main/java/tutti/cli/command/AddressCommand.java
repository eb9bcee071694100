package tutti.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.descriptor.Descriptor;
import tutti.transactions.descriptor.Position;

/** {@code tutti address}. */
@Command(
    name = "address",
    description = {
      "Shows what a group funds: the addresses and scripts of a descriptor. Asks nobody.",
      "",
      "Descriptors are tr() and rawtr(), with musig() wherever a key may be (BIP390); a checksum is"
          + " checked if there is one."
    })
public final class AddressCommand extends ReportingCommand {
  private static final int MAX_COUNT = 1_000;

  @Parameters(paramLabel = "DESCRIPTOR", description = "Such as tr(musig(KEY,KEY)/<0;1>/*).")
  private String text = "";

  @Option(
      names = "--network",
      paramLabel = "mainnet|testnet|signet|regtest",
      description = "How addresses are written (mainnet).")
  private Network network = Network.MAINNET;

  @Option(names = "--branch", paramLabel = "NUMBER", description = "Which of <0;1>, from 0 (0).")
  private int branch;

  @Option(names = "--index", paramLabel = "NUMBER", description = "The first index for * (0).")
  private long index;

  @Option(names = "--count", paramLabel = "NUMBER", description = "How many (1).")
  private int count = 1;

  public AddressCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() {
    if (count < 1 || count > MAX_COUNT || branch < 0 || index < 0 || index + count > 1L << 31) {
      throw Refusal.of(
          ErrorCode.MALFORMED, "--branch, --index or --count (1 to %d)".formatted(MAX_COUNT));
    }
    Descriptor descriptor = Descriptor.parse(text);
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("ranged", descriptor.isRanged()).put("branches", descriptor.branches());
    ArrayNode outputs = json.putArray("outputs");
    List<String> lines = new ArrayList<>();
    for (long i = index; i < index + count; i++) {
      Position position = new Position(branch, i);
      String address = descriptor.address(position, network);
      ObjectNode output = outputs.addObject().put("index", i).put("address", address);
      output.put("script", descriptor.scriptPubKey(position).hex());
      groups(output.putArray("groups"), descriptor.groups(position));
      lines.add("%s  script %s".formatted(address, descriptor.scriptPubKey(position).hex()));
    }
    return new Report(json, lines);
  }

  private static void groups(ArrayNode into, List<Descriptor.Group> groups) {
    for (Descriptor.Group group : groups) {
      ObjectNode shown = into.addObject().put("aggregateKey", group.aggregate().hex());
      ArrayNode participants = shown.putArray("participants");
      group.participants().forEach(key -> participants.add(key.hex()));
    }
  }
}
