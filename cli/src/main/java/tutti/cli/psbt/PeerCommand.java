package tutti.cli.psbt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.musig2.EngineChoice;
import tutti.musig2.Engines;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ParticipantKeys;
import tutti.transactions.signing.PsbtSigner;

/** {@code tutti psbt peer}. */
@Command(
    name = "peer",
    description = {
      "Takes part for another program, in JSON lines on stdin and stdout, until stdin ends.",
      "",
      "{\"op\":\"init\",\"xprv\":\"tprv...\",\"origin\":\"650d5883/87h/1h/0h\","
          + "\"network\":\"regtest\"}, where no --key is given",
      "{\"op\":\"nonce\",\"psbt\":\"BASE64\"} gives it back with this participant's nonces",
      "{\"op\":\"partial\",\"psbt\":\"BASE64\"} gives it back with its partial signatures",
      "",
      "Nonces are held in this process only, each until its one use."
    })
final class PeerCommand extends ReportingCommand {
  @Mixin private ParticipantKeyOptions keyOptions = new ParticipantKeyOptions();

  private @Nullable PsbtSigner signer;
  private int answered;

  PeerCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws Exception {
    if (keyOptions.isGiven()) {
      take(keyOptions.read(terminal().environment()));
    }
    JsonLines lines = new JsonLines(new BufferedInputStream(terminal().in()), terminal().out());
    while (lines.answer(this::answer)) {
      answered++;
    }
    take(null);
    terminal().progress("answered %d times".formatted(answered));
    return new Report(Wire.mapper().createObjectNode(), List.of());
  }

  private ObjectNode answer(ObjectNode question) {
    String op = JsonLines.text(question, "op");
    return switch (op) {
      case "init" -> init(question);
      case "nonce" -> JsonLines.psbt(signer().withNonces(psbt(question)));
      case "partial" -> JsonLines.psbt(signer().withPartialSigs(psbt(question)));
      default -> throw Refusal.ofField(ErrorCode.MALFORMED, "op", "init, nonce or partial");
    };
  }

  private ObjectNode init(ObjectNode question) {
    String xprv = JsonLines.text(question, "xprv");
    JsonNode network = question.get("network");
    if (network != null && isMainnet(network.asText()) != xprv.startsWith("xprv")) {
      throw Refusal.ofField(ErrorCode.INVALID_KEY, "xprv", "of another network");
    }
    JsonNode origin = question.get("origin");
    take(ParticipantKeyOptions.keys(xprv, origin == null ? null : origin.asText()));
    return Wire.mapper().createObjectNode().put("ok", true);
  }

  private static boolean isMainnet(String network) {
    return switch (network.toLowerCase(Locale.ROOT)) {
      case "main", "mainnet", "bitcoin" -> true;
      case "test", "testnet", "testnet4", "signet", "regtest" -> false;
      default ->
          throw Refusal.ofField(
              ErrorCode.MALFORMED, "network", "mainnet, testnet, signet or regtest");
    };
  }

  /** Other keys, or none; what waits for the ones before is wiped. */
  private void take(@Nullable ParticipantKeys keys) {
    if (signer != null) {
      signer.close();
    }
    signer = keys == null ? null : PeerCommand.signer(keys);
  }

  /** A participant whose secrets are handled by libsecp256k1 where it works. */
  static PsbtSigner signer(ParticipantKeys keys) {
    return new PsbtSigner(keys, Engines.select(EngineChoice.AUTO).engine());
  }

  private PsbtSigner signer() {
    if (signer == null) {
      throw Refusal.of(ErrorCode.WRONG_PHASE, "init comes first, where no --key is given");
    }
    return signer;
  }

  private static Psbt psbt(ObjectNode question) {
    return Psbt.decodeBase64(JsonLines.text(question, "psbt"));
  }
}
