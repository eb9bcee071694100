package tutti.cli.chain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tutti.chain.ChainClient;
import tutti.chain.Txid;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.TransactionReader;

/** {@code tutti chain broadcast}. */
@Command(
    name = "broadcast",
    description = {
      "Brings a signed transaction into the network. That it is there already is success.",
      "",
      "It is read as hex, such as psbt finalize --json has it in tx, or as it is."
    })
final class BroadcastCommand extends AskingCommand {
  private static final int MAX_TEXT = 8_000_002; // a full block, as hex with the end of the line

  @Parameters(paramLabel = "FILE", description = "The transaction; - is stdin.")
  private String source = "";

  private @Nullable BitcoinTransaction transaction;

  BroadcastCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() throws IOException {
    transaction = TransactionReader.read(content());
  }

  @Override
  Report ask(ChainClient client) throws Exception {
    Txid id = answer(client.broadcast(Objects.requireNonNull(transaction)));
    return new Report(json().put("txid", id.text()), List.of("transaction  " + id));
  }

  private Bytes content() throws IOException {
    byte[] read;
    if (source.equals("-")) {
      read = terminal().in().readNBytes(MAX_TEXT + 1);
    } else {
      try (InputStream file = Files.newInputStream(Path.of(source))) {
        read = file.readNBytes(MAX_TEXT + 1);
      }
    }
    if (read.length > MAX_TEXT) {
      throw Refusal.of(ErrorCode.TOO_LARGE, "too large for a transaction");
    }
    String text = new String(read, StandardCharsets.ISO_8859_1).strip();
    return text.matches("[0-9a-fA-F]+") && text.length() % 2 == 0
        ? Bytes.fromHex(text.toLowerCase(Locale.ROOT))
        : Bytes.of(read);
  }
}
