package tutti.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tutti.cli.option.ItemOptions;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.ReportingCommand;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.Suite;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.session.Evidence;
import tutti.protocol.session.EvidenceCheck;

/** {@code tutti verify}. */
@Command(
    name = "verify",
    description = {
      "Checks a signature, or evidence against a signer. Asks nobody: it needs no cluster.",
      "",
      "Several keys are aggregated first; a single one is taken as it is. In suite bip327 the"
          + " signature is BIP340's, in suite lotus the one of the Lotus chain without its last byte."
    })
public final class VerifyCommand extends ReportingCommand {
  /** Whoever checks once needs no library that takes longer to load than it saves. */
  private static final Engine ENGINE = Engines.bouncyCastle();

  private static final Bytes EVEN = Bytes.fromHex("02");

  @Option(
      names = "--key",
      split = ",",
      paramLabel = "HEX",
      description = "The public key, or the keys of all signers.")
  private List<Bytes> keys = new ArrayList<>();

  @Option(
      names = "--key-order",
      paramLabel = "sorted|given",
      description = "Order of aggregation (sorted).")
  private KeyOrder keyOrder = KeyOrder.SORTED;

  @Option(
      names = "--suite",
      paramLabel = "bip327|lotus",
      description = "The kind of signature, as the request had it (bip327).")
  private Suite suite = Suite.BIP327;

  @Mixin private ItemOptions items = new ItemOptions();

  @Option(names = "--signature", paramLabel = "HEX", description = "64 bytes.")
  private @Nullable Signature signature;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description = "Evidence as JSON; see tutti evidence.")
  private @Nullable Path evidence;

  public VerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  protected Report run() throws IOException {
    return evidence == null ? signature() : evidence(evidence);
  }

  /** What the evidence proves; refused if it proves nothing. */
  static List<String> proven(Evidence evidence) {
    new EvidenceCheck(ENGINE)
        .flaw(evidence)
        .ifPresent(
            flaw -> {
              throw Refusal.of(ErrorCode.CONFLICT, "the evidence proves nothing: " + flaw);
            });
    return List.of(
        "proven: signer %d is at fault, %s".formatted(evidence.signerIndex(), evidence.code()),
        "session  " + evidence.sessionId().hex(),
        "key      " + evidence.statements().get(0).signer().hex());
  }

  private static Report evidence(Path file) throws IOException {
    Evidence evidence = Wire.read(Files.readAllBytes(file), Evidence.class);
    List<String> lines = proven(evidence);
    ObjectNode json = Wire.mapper().createObjectNode().put("valid", true);
    json.put("code", evidence.code().name()).put("signerIndex", evidence.signerIndex());
    json.put("publicKey", evidence.statements().get(0).signer().hex());
    return new Report(json, lines);
  }

  private Report signature() throws IOException {
    List<Bytes> messages = items.read();
    if (keys.isEmpty() || messages.size() != 1 || signature == null) {
      throw Refusal.of(
          ErrorCode.MALFORMED,
          "give --key, --signature and one --message or --file; or --evidence");
    }
    PublicKey key = key();
    String shown = suite.verificationKey(key).hex();
    if (!ENGINE.verifySignature(suite, key, messages.get(0), signature)) {
      throw Refusal.of(
          ErrorCode.INVALID_SIGNATURE, "not the signature of this message under key " + shown);
    }
    ObjectNode json = Wire.mapper().createObjectNode().put("valid", true);
    json.put("publicKey", shown).put("message", messages.get(0).hex());
    return new Report(json, List.of("valid under key " + shown));
  }

  private PublicKey key() {
    try {
      List<PublicKey> signers = keys.stream().map(this::key).toList();
      if (signers.size() == 1) {
        return signers.get(0);
      }
      List<PublicKey> ordered = keyOrder == KeyOrder.GIVEN ? signers : KeySort.sort(signers);
      return ENGINE.aggregateKeys(suite, ordered, List.of()).aggregatePublicKey();
    } catch (IllegalArgumentException e) {
      throw Refusal.of(ErrorCode.INVALID_KEY, String.valueOf(e.getMessage()));
    }
  }

  /** BIP340 also writes the key that it verifies under without its parity. */
  private PublicKey key(Bytes given) {
    boolean xOnly =
        suite == Suite.BIP327 && keys.size() == 1 && given.length() == XOnlyPublicKey.SIZE;
    return new PublicKey(xOnly ? Bytes.concat(EVEN, given) : given);
  }
}
