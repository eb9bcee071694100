package tutti.cli.psbt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import tutti.agent.psbt.PsbtListing;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.protocol.json.Wire;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ItemProgress;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.SigningPlan;

/** What a PSBT does with money, what groups sign in it, and how far they are. */
final class PsbtInspection {
  private final PsbtListing listing;
  private final ObjectNode json = Wire.mapper().createObjectNode();
  private final List<String> lines = new ArrayList<>();

  private PsbtInspection(PsbtListing listing) {
    this.listing = listing;
  }

  /** How it is shown. */
  static final class Style {
    @Option(
        names = "--network",
        paramLabel = "mainnet|testnet|signet|regtest",
        description = "How addresses are written (mainnet).")
    private Network network = Network.MAINNET;

    Report report(Psbt psbt) {
      return new PsbtInspection(new PsbtListing(network)).report(psbt);
    }

    /** Shows it beside the result, to whoever is about to sign it. */
    void tell(Psbt psbt, Terminal terminal) {
      report(psbt).lines().forEach(terminal::progress);
    }
  }

  private Report report(Psbt psbt) {
    SigningPlan plan = SigningPlan.of(psbt);
    String txid = plan.transaction().txidText();
    json.put("version", psbt.version()).put("txid", txid);
    lines.add("transaction  %s (PSBT version %d)".formatted(txid, psbt.version()));
    MoneySummary summary = plan.summary();
    listing.money(json, summary);
    lines.addAll(listing.money(summary));
    boolean binding = plan.items().stream().allMatch(item -> item.sighashType().isBinding());
    json.put("binding", binding);
    if (!binding) {
      lines.add("CAUTION      " + PsbtListing.UNBOUND);
    }
    inputs(plan);
    return new Report(json, lines);
  }

  private void inputs(SigningPlan plan) {
    ArrayNode inputs = json.putArray("inputs");
    for (int i = 0; i < plan.spent().size(); i++) {
      TxOutput spent = plan.spent().get(i);
      boolean isFinal = plan.psbt().inputs().get(i).isFinal();
      ObjectNode input = inputs.addObject().put("amount", spent.amount());
      input.put("outpoint", plan.transaction().inputs().get(i).outpoint().toString());
      input.put("final", isFinal);
      lines.add(
          "input %-6d %d sat from %s%s"
              .formatted(
                  i,
                  spent.amount(),
                  listing.recipient(spent.script()),
                  isFinal ? ", finished" : ""));
      ArrayNode items = input.putArray("items");
      plan.items(i).forEach(item -> item(items.addObject(), plan, item));
    }
  }

  private void item(ObjectNode into, SigningPlan plan, PsbtItem item) {
    ItemProgress progress = ItemProgress.of(plan, item);
    PsbtListing.describe(into, plan, item);
    into.put("aggregateKey", item.group().aggregate().hex());
    into.put("signingKey", item.signingKey().hex());
    ArrayNode participants = into.putArray("participants");
    lines.add(
        "  %s, %d participants of group %s: %s"
            .formatted(
                PsbtListing.path(plan, item),
                item.participants().size(),
                item.group().aggregate().hex(),
                PsbtReport.state(progress)));
    for (PublicKey key : item.participants()) {
      boolean nonce = progress.nonceOf(key).isPresent();
      boolean partial = progress.partialSigOf(key).isPresent();
      participants
          .addObject()
          .put("publicKey", key.hex())
          .put("nonce", nonce)
          .put("partialSig", partial);
      lines.add("    %s%s%s".formatted(key.hex(), nonce ? " nonce" : "", partial ? " signed" : ""));
    }
  }
}
