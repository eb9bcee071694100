package tutti.agent.psbt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.ScriptAddress;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.SigningPlan;

/** What a transaction does, in words and for programs. */
public record PsbtListing(Network network) {
  /** What must be said of signatures that do not bind all inputs and outputs. */
  public static final String UNBOUND =
      "signatures of these types let others change what is spent or paid";

  /** Of longer ones the hash is shown, in bytes. */
  private static final int LONGEST_SCRIPT = 100;

  /** What a request has signed: its transaction, as it was derived from the PSBT alone. */
  public List<String> lines(SigningRequest request) {
    PsbtProposal transaction;
    try {
      transaction = PsbtProposal.of(request);
    } catch (Refusal refusal) {
      return List.of("  refused   %s: %s".formatted(refusal.code(), refusal.getMessage()));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "  spends    by transaction %s (PSBT version %d)"
            .formatted(transaction.plan().transaction().txidText(), transaction.psbt().version()));
    for (int input = 0; input < transaction.plan().spent().size(); input++) {
      TxOutput spent = transaction.plan().spent().get(input);
      lines.add(
          "  input %-3d %d sat from %s, %s"
              .formatted(
                  input, spent.amount(), recipient(spent.script()), signing(transaction, input)));
    }
    for (MoneySummary.Payment payment : transaction.summary().outputs()) {
      lines.add("  pays      " + payment(payment));
    }
    lines.add("  fee       %d sat".formatted(transaction.summary().fee()));
    cautions(transaction).forEach(caution -> lines.add("  CAUTION   " + caution));
    return lines;
  }

  /** The same for programs. */
  public ObjectNode json(SigningRequest request) {
    ObjectNode json = Wire.mapper().createObjectNode();
    try {
      PsbtProposal transaction = PsbtProposal.of(request);
      json.put("version", transaction.psbt().version());
      json.put("txid", transaction.plan().transaction().txidText());
      money(json, transaction.summary());
      json.put("binding", isBinding(transaction));
      ArrayNode cautions = json.putArray("cautions");
      cautions(transaction).forEach(cautions::add);
      ArrayNode inputs = json.putArray("items");
      ArrayNode spends = json.putArray("inputs");
      for (int i = 0; i < transaction.plan().spent().size(); i++) {
        TxOutput spent = transaction.plan().spent().get(i);
        spends
            .addObject()
            .put("amount", spent.amount())
            .put("from", recipient(spent.script()))
            .put("signing", signing(transaction, i));
      }
      for (PsbtItem item : transaction.items()) {
        TxOutput spent = transaction.plan().spent().get(item.input());
        describe(inputs.addObject().put("input", item.input()), transaction.plan(), item)
            .put("amount", spent.amount());
      }
    } catch (Refusal refusal) {
      json.set("refused", Wire.tree(refusal.toFailure()));
    }
    return json;
  }

  /**
   * How an input is signed, whoever does that. Whose the others are nobody can tell for sure: the
   * announcer may have left out what shows that they are the group's.
   */
  private static String signing(PsbtProposal transaction, int input) {
    String here =
        transaction.items().stream()
            .filter(item -> item.input() == input)
            .map(item -> path(transaction.plan(), item))
            .collect(Collectors.joining("; "));
    if (!here.isEmpty()) {
      return here;
    }
    if (transaction.psbt().inputs().get(input).isFinal()) {
      return "signed already";
    }
    return isKnown(transaction, input)
        ? "of this group too, but NOT in this request"
        : "NOT signed in this request";
  }

  /** How an item is signed, in words; of several scripts it matters which one it is. */
  public static String path(SigningPlan plan, PsbtItem item) {
    Bytes leaf = item.leafHash();
    if (leaf == null) {
      return "key path, " + item.sighashType();
    }
    String which =
        plan.script(item)
            .filter(script -> script.length() <= LONGEST_SCRIPT)
            .map(script -> "script " + script.hex())
            .orElseGet(() -> "leaf " + leaf.hex());
    return "script path, %s, %s".formatted(item.sighashType(), which);
  }

  private static boolean isKnown(PsbtProposal transaction, int input) {
    List<TxOutput> spent = transaction.plan().spent();
    Bytes script = spent.get(input).script();
    return transaction.plan().items(input).stream()
            .anyMatch(item -> transaction.groups().contains(item.group()))
        || transaction.items().stream()
            .anyMatch(item -> spent.get(item.input()).script().equals(script));
  }

  private static List<String> cautions(PsbtProposal transaction) {
    return isBinding(transaction) ? List.of() : List.of(UNBOUND);
  }

  /** Whether what is shown stays as it is once it is signed. */
  private static boolean isBinding(PsbtProposal transaction) {
    return transaction.items().stream().allMatch(item -> item.sighashType().isBinding());
  }

  /** How an item is signed. */
  public static ObjectNode describe(ObjectNode into, SigningPlan plan, PsbtItem item) {
    into.put("path", item.isKeyPath() ? "key" : "script");
    if (item.leafHash() != null) {
      into.put("leafHash", item.leafHash().hex());
    }
    plan.script(item).ifPresent(script -> into.put("script", script.hex()));
    return into.put("sighashType", item.sighashType().toString())
        .put("message", item.message().hex());
  }

  /** Amounts, the fee, and who is paid. */
  public void money(ObjectNode json, MoneySummary summary) {
    json.put("in", summary.in()).put("out", summary.out()).put("fee", summary.fee());
    ArrayNode outputs = json.putArray("outputs");
    for (MoneySummary.Payment payment : summary.outputs()) {
      PublicKey group = payment.changeOf();
      ObjectNode output = outputs.addObject().put("amount", payment.amount());
      output.put("to", recipient(payment.script())).put("script", payment.script().hex());
      output.put("change", group != null);
      if (group != null) {
        output.put("changeOf", group.hex());
      }
      if (payment.unwatched() != null) {
        output.put("unwatched", payment.unwatched());
      }
    }
  }

  /** A payment in words. */
  public String payment(MoneySummary.Payment payment) {
    return payment(payment, "the group");
  }

  private String payment(MoneySummary.Payment payment, String group) {
    return "%d sat to %s%s"
        .formatted(payment.amount(), recipient(payment.script()), note(payment, group));
  }

  private static String note(MoneySummary.Payment payment, String group) {
    if (payment.changeOf() != null) {
      return " (change of %s)".formatted(group);
    }
    return payment.unwatched() == null
        ? ""
        : " (NOT change: the group has the key, but its wallets do not look there: %s)"
            .formatted(payment.unwatched());
  }

  /** Whom an output pays: the address, where its script has one. */
  public String recipient(Bytes script) {
    return ScriptAddress.of(script, network).orElse("script " + script.hex());
  }

  /** What a transaction of several groups does with money: whose change it is must be said. */
  public List<String> money(MoneySummary summary) {
    List<String> lines = new ArrayList<>();
    for (MoneySummary.Payment payment : summary.outputs()) {
      PublicKey group = payment.changeOf();
      String whose = group == null ? "" : "group " + group.hex();
      lines.add("pays         " + payment(payment, whose));
    }
    lines.add("fee          %d sat of %d".formatted(summary.fee(), summary.in()));
    return lines;
  }
}
