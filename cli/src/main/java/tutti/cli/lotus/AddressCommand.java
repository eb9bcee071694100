package tutti.cli.lotus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.protocol.json.Wire;
import tutti.transactions.lotus.LotusAddress;
import tutti.transactions.lotus.LotusGroup;

/** {@code tutti lotus address}. */
@Command(
    name = "address",
    description = {
      "Shows what a group funds: its Taproot address, and the one of the hash of its key. Asks"
          + " nobody.",
      "",
      "The order of the keys does not matter."
    })
final class AddressCommand extends ReportingCommand {
  @Parameters(arity = "1..*", paramLabel = "KEY", description = "The signers' public keys.")
  private List<PublicKey> keys = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "mainnet|testnet|regtest",
      description = "How addresses are written (mainnet).")
  private Network network = Network.MAINNET;

  AddressCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() {
    LotusGroup group = LotusGroup.of(keys);
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("aggregateKey", group.aggregateKey().hex());
    List<String> lines = new ArrayList<>();
    lines.add("aggregate key    " + group.aggregateKey().hex());
    show(json.putObject("taproot"), lines, "taproot", group.taprootScript());
    show(json.putObject("pubkeyHash"), lines, "public key hash", group.pubkeyHashScript());
    return new Report(json, lines);
  }

  private void show(ObjectNode json, List<String> lines, String name, Bytes script) {
    String address = LotusAddress.of(script, network).orElseThrow();
    json.put("address", address).put("script", script.hex());
    lines.add("%-16s %s  script %s".formatted(name, address, script.hex()));
  }
}
