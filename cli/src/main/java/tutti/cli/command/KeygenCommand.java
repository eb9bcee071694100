package tutti.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tutti.cli.option.KeyOptions;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.musig2.SecretKey;
import tutti.protocol.json.Wire;

/** {@code tutti keygen}. */
@Command(
    name = "keygen",
    description = "Makes a signer's key and writes it encrypted; never overwrites a file.")
public final class KeygenCommand extends ReportingCommand {
  @Mixin private KeyOptions keyOptions = new KeyOptions();

  public KeygenCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    try (SecretKey key = keyOptions.create(terminal().environment())) {
      ObjectNode json = Wire.mapper().createObjectNode();
      json.put("publicKey", key.publicKey().hex());
      json.put("keyFile", keyOptions.keyFile().toString());
      return new Report(
          json,
          List.of(
              "public key  " + key.publicKey().hex(),
              "key file    %s (encrypted)".formatted(keyOptions.keyFile())));
    }
  }
}
