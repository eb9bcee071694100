package tutti.cli.signer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tutti.agent.lotus.LotusProposal;
import tutti.agent.psbt.SignedPsbt;
import tutti.cli.terminal.Report;
import tutti.musig2.Bytes;
import tutti.musig2.KeyAggContext;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.musig2.VerifyEngine;
import tutti.protocol.RequestId;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.lotus.LotusTransaction;

/** The signatures of a request, each with its message and the key that it verifies under. */
public record SigningResult(
    VerifyEngine engine, RequestId requestId, SigningRequest request, List<Signature> signatures) {
  public SigningResult {
    signatures = List.copyOf(signatures);
  }

  /** As one JSON object. */
  public ObjectNode json() {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("requestId", requestId.hex());
    json.put("suite", suite().toString());
    if (!request.hasItemKeys()) {
      json.put("aggregatePublicKey", key(request.orderedKeys(), List.of()).hex());
    }
    ArrayNode items = json.putArray("items");
    for (int i = 0; i < signatures.size(); i++) {
      SigningItem item = request.items().get(i);
      items
          .addObject()
          .put("message", item.message().hex())
          .put("publicKey", key(request.itemKeys(item).aggregated(), item.tweakList()).hex())
          .put("signature", signatures.get(i).hex());
    }
    SignedPsbt.of(request, signatures).ifPresent(result -> add(json, result));
    LotusProposal.ifAny(request).ifPresent(proposal -> add(json, proposal.signed(signatures)));
    return json;
  }

  private static void add(ObjectNode json, LotusTransaction result) {
    json.put("complete", result.isSigned())
        .put("tx", result.serialized().hex())
        .put("txid", result.txidText());
  }

  private static void add(ObjectNode json, SignedPsbt result) {
    BitcoinTransaction transaction = result.transaction();
    json.put("complete", transaction != null).put("psbt", result.psbt().encodeBase64());
    if (transaction != null) {
      json.put("tx", transaction.serialized().hex()).put("txid", transaction.txidText());
    }
  }

  /** As lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("request        " + requestId.hex());
    if (suite() != Suite.BIP327) {
      lines.add("suite          " + suite());
    }
    if (SigningRequest.PSBT.equals(request.scheme())) {
      SignedPsbt.of(request, signatures).ifPresent(result -> add(lines, result));
      return lines;
    }
    if (SigningRequest.LOTUS.equals(request.scheme())) {
      add(lines, LotusProposal.of(request).signed(signatures));
      return lines;
    }
    lines.add("aggregate key  " + key(request.orderedKeys(), List.of()).hex());
    for (int i = 0; i < signatures.size(); i++) {
      lines.add("message        " + request.items().get(i).message().hex());
      lines.add("signature      " + signatures.get(i).hex());
    }
    return lines;
  }

  private static void add(List<String> lines, SignedPsbt result) {
    BitcoinTransaction transaction = result.transaction();
    if (transaction == null) {
      lines.add("not complete   inputs of others are not signed");
      lines.add("psbt           " + result.psbt().encodeBase64());
    } else {
      lines.add("transaction    " + transaction.txidText());
      lines.add("tx             " + transaction.serialized().hex());
    }
  }

  private static void add(List<String> lines, LotusTransaction result) {
    if (!result.isSigned()) {
      lines.add("not complete   inputs of others are not signed");
    }
    lines.add("transaction    " + result.txidText());
    lines.add("tx             " + result.serialized().hex());
  }

  public Report report() {
    return new Report(json(), lines());
  }

  private Suite suite() {
    return request.suiteOrDefault();
  }

  private Bytes key(List<PublicKey> ordered, List<Tweak> tweaks) {
    KeyAggContext keys = engine.aggregateKeys(suite(), ordered, tweaks);
    return suite().verificationKey(keys.aggregatePublicKey());
  }
}
