package tutti.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tutti.cli.terminal.Report;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** What the demo ends with; it exists only if every signature is valid. */
public record DemoResult(
    XOnlyPublicKey aggregatePublicKey,
    List<Bytes> messages,
    List<Signature> signatures,
    long elapsedMillis) {
  public DemoResult {
    messages = List.copyOf(messages);
    signatures = List.copyOf(signatures);
    for (int i = 0; i < messages.size(); i++) {
      if (!IndependentCheck.isValid(aggregatePublicKey, messages.get(i), signatures.get(i))) {
        throw Refusal.of(ErrorCode.INVALID_SIGNATURE, "signature %d is not valid".formatted(i));
      }
    }
  }

  /** The result as it is printed. */
  public Report report() {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("aggregatePublicKey", aggregatePublicKey.hex());
    ArrayNode items = json.putArray("items");
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("aggregate key  " + aggregatePublicKey.hex());
    for (int i = 0; i < messages.size(); i++) {
      String message = messages.get(i).hex();
      String signature = signatures.get(i).hex();
      items.addObject().put("message", message).put("signature", signature);
      lines.add("message        " + message);
      lines.add("signature      " + signature);
    }
    json.put("elapsedMillis", elapsedMillis);
    lines.add("checked        with BouncyCastle's own BIP340 verifier: valid");
    return new Report(json, lines);
  }
}
