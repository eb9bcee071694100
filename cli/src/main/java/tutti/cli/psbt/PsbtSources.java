package tutti.cli.psbt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtCombiner;

/** Where PSBTs come from. */
final class PsbtSources {
  private static final String STDIN = "-";
  private static final String HEX_MAGIC = "70736274ff";
  private static final int MAX_TEXT = 2 * Psbt.MAX_SIZE + 2; // as hex, with the end of the line

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "A PSBT; - is stdin. Several are combined.")
  private List<String> sources = new ArrayList<>();

  /** All of them as one. */
  Psbt read(InputStream stdin) throws IOException {
    List<Psbt> psbts = new ArrayList<>();
    for (String source : sources) {
      psbts.add(read(source, stdin));
    }
    return PsbtCombiner.combine(psbts);
  }

  private static Psbt read(String source, InputStream stdin) throws IOException {
    if (source.equals(STDIN)) {
      return parse(stdin.readNBytes(MAX_TEXT + 1));
    }
    try (InputStream file = Files.newInputStream(Path.of(source))) {
      return parse(file.readNBytes(MAX_TEXT + 1));
    }
  }

  /** A PSBT in any of its forms. */
  static Psbt parse(byte[] content) {
    if (content.length > MAX_TEXT) {
      throw Refusal.ofField(ErrorCode.TOO_LARGE, "psbt", "too large");
    }
    if (content.length > 4 && content[4] == (byte) 0xff) { // no text has this
      return Psbt.decode(Bytes.of(content));
    }
    String text = new String(content, StandardCharsets.ISO_8859_1).strip();
    if (text.startsWith(HEX_MAGIC)) {
      return Psbt.decode(fromHex(text));
    }
    return text.startsWith("{") ? fromJson(text) : Psbt.decodeBase64(text);
  }

  /** As walletprocesspsbt and the like print it. */
  private static Psbt fromJson(String text) {
    try {
      if (Wire.mapper().readTree(text) instanceof ObjectNode object) {
        return Psbt.decodeBase64(JsonLines.text(object, "psbt"));
      }
    } catch (JsonProcessingException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "psbt", "no JSON");
    }
    throw Refusal.ofField(ErrorCode.MALFORMED, "psbt", "no JSON object");
  }

  private static Bytes fromHex(String text) {
    try {
      return Bytes.fromHex(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "psbt", "no hex");
    }
  }
}
