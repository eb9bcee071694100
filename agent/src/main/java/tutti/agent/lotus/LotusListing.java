package tutti.agent.lotus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusAddress;
import tutti.transactions.lotus.LotusItem;
import tutti.transactions.lotus.LotusPlan;

/** What a transaction of the Lotus chain does, in words and for programs. */
public record LotusListing(Network network) {
  private static final String UNBOUND =
      "that is the fee if the amounts are true: these signatures do not cover them all";

  /** What a request has signed: its transaction, as it was derived from that alone. */
  public List<String> lines(SigningRequest request) {
    try {
      return lines(LotusProposal.of(request).plan());
    } catch (Refusal refusal) {
      return List.of("  refused   %s: %s".formatted(refusal.code(), refusal.getMessage()));
    }
  }

  /** What a group signs. */
  public List<String> lines(LotusPlan plan) {
    List<String> lines = new ArrayList<>();
    lines.add("  spends    by transaction %s (Lotus)".formatted(plan.transaction().txidText()));
    for (int input = 0; input < plan.spent().size(); input++) {
      TxOutput spent = plan.spent().get(input);
      lines.add(
          "  input %-3d %s sat from %s, %s"
              .formatted(input, spent.amount(), recipient(spent.script()), signing(plan, input)));
    }
    MoneySummary summary = plan.summary();
    for (MoneySummary.Payment payment : summary.outputs()) {
      lines.add(
          "  pays      %d sat to %s%s"
              .formatted(
                  payment.amount(),
                  recipient(payment.script()),
                  payment.changeOf() == null ? "" : " (change of the group)"));
    }
    lines.add("  fee       %d sat".formatted(summary.fee()));
    cautions(plan).forEach(caution -> lines.add("  CAUTION   " + caution));
    return lines;
  }

  /** The same for programs. */
  public ObjectNode json(SigningRequest request) {
    try {
      return json(LotusProposal.of(request).plan());
    } catch (Refusal refusal) {
      ObjectNode json = Wire.mapper().createObjectNode();
      json.set("refused", Wire.tree(refusal.toFailure()));
      return json;
    }
  }

  /** What a group signs, for programs. */
  public ObjectNode json(LotusPlan plan) {
    ObjectNode json = Wire.mapper().createObjectNode();
    json.put("txid", plan.transaction().txidText());
    MoneySummary summary = plan.summary();
    json.put("in", summary.in()).put("out", summary.out()).put("fee", summary.fee());
    json.put("feeBound", plan.bindsFee());
    ArrayNode cautions = json.putArray("cautions");
    cautions(plan).forEach(cautions::add);
    ArrayNode outputs = json.putArray("outputs");
    for (MoneySummary.Payment payment : summary.outputs()) {
      outputs
          .addObject()
          .put("amount", payment.amount())
          .put("to", recipient(payment.script()))
          .put("script", payment.script().hex())
          .put("change", payment.changeOf() != null);
    }
    ArrayNode inputs = json.putArray("inputs");
    for (int input = 0; input < plan.spent().size(); input++) {
      TxOutput spent = plan.spent().get(input);
      inputs
          .addObject()
          .put("amount", spent.amount())
          .put("from", recipient(spent.script()))
          .put("signing", signing(plan, input));
    }
    ArrayNode items = json.putArray("items");
    for (LotusItem item : plan.items()) {
      items
          .addObject()
          .put("input", item.input())
          .put("type", kind(item))
          .put("sighashType", "%02x".formatted(item.type().hashType()))
          .put("message", item.message().hex())
          .put("amount", plan.spent().get(item.input()).amount());
    }
    return json;
  }

  private static List<String> cautions(LotusPlan plan) {
    return plan.bindsFee() ? List.of() : List.of(UNBOUND);
  }

  /** How an input is signed, whoever does that. */
  private static String signing(LotusPlan plan, int input) {
    return plan.items().stream()
        .filter(item -> item.input() == input)
        .map(LotusListing::kind)
        .findFirst()
        .orElse("of others");
  }

  private static String kind(LotusItem item) {
    return item.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** There is no such network, and who is paid must be seen all the same. */
  private String recipient(Bytes script) {
    Optional<String> address =
        network == Network.SIGNET ? Optional.empty() : LotusAddress.of(script, network);
    return address.orElseGet(() -> "script " + script.hex());
  }
}
