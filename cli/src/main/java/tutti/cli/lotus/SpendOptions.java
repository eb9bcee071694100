package tutti.cli.lotus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusTransaction;

/** A transaction, and what it spends. */
final class SpendOptions {
  private static final String STDIN = "-";
  private static final int MIN_HEX = 120; // no transaction is shorter
  private static final int MAX_TEXT = 2 * LotusTransaction.MAX_SIZE + 2; // with the end of the line

  @Parameters(
      paramLabel = "HEX|FILE",
      description = "The transaction: hex, or a file that has it as hex; - is stdin.")
  private String source = "";

  @Option(
      names = "--spent",
      required = true,
      paramLabel = "AMOUNT:SCRIPT",
      description =
          "An output that is spent: satoshis, and the script as hex. For each input, in their"
              + " order.")
  private List<String> spent = new ArrayList<>();

  /** The transaction. */
  LotusTransaction transaction(InputStream stdin) throws IOException {
    try {
      return LotusTransaction.read(fromHex(text(stdin)));
    } catch (Refusal refusal) {
      throw refusal.within("transaction");
    }
  }

  /** What its inputs spend. */
  List<TxOutput> spent() {
    List<TxOutput> outputs = new ArrayList<>();
    for (String text : spent) {
      outputs.add(output(text));
    }
    return outputs;
  }

  private String text(InputStream stdin) throws IOException {
    if (source.length() >= MIN_HEX && source.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      return source;
    }
    if (source.equals(STDIN)) {
      return text(stdin.readNBytes(MAX_TEXT + 1));
    }
    try (InputStream file = Files.newInputStream(Path.of(source))) {
      return text(file.readNBytes(MAX_TEXT + 1));
    }
  }

  private static String text(byte[] content) {
    if (content.length > MAX_TEXT) {
      throw Refusal.of(ErrorCode.TOO_LARGE, "too large for a transaction");
    }
    return new String(content, StandardCharsets.ISO_8859_1).strip();
  }

  private static TxOutput output(String text) {
    int colon = text.indexOf(':');
    try {
      long amount = Long.parseLong(text.substring(0, Math.max(colon, 0)));
      return new TxOutput(amount, fromHex(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw Refusal.of(ErrorCode.MALFORMED, "--spent AMOUNT:SCRIPT, not " + text);
    }
  }

  private static Bytes fromHex(String text) {
    try {
      return Bytes.fromHex(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(ErrorCode.MALFORMED, "no hex");
    }
  }
}
