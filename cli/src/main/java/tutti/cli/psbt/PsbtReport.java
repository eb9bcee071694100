package tutti.cli.psbt;

import java.util.List;
import java.util.stream.Collectors;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.musig2.PublicKey;
import tutti.protocol.json.Wire;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.ItemProgress;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.SigningPlan;

/** A PSBT as a result. */
final class PsbtReport {
  private PsbtReport() {}

  static Report of(Psbt psbt) {
    String text = psbt.encodeBase64();
    return new Report(Wire.mapper().createObjectNode().put("psbt", text), List.of(text));
  }

  /** Says beside the result who is awaited. */
  static void tellProgress(Psbt psbt, Terminal terminal) {
    SigningPlan plan = SigningPlan.of(psbt);
    for (PsbtItem item : plan.items()) {
      ItemProgress progress = ItemProgress.of(plan, item);
      if (progress.signature().isEmpty()) {
        terminal.progress("input %d: %s".formatted(item.input(), state(progress)));
      }
    }
  }

  static String state(ItemProgress progress) {
    if (progress.signature().isPresent()) {
      return "signed";
    }
    if (!progress.withoutNonce().isEmpty()) {
      return "nonces missing of " + names(progress.withoutNonce());
    }
    return progress.withoutPartialSig().isEmpty()
        ? "all have signed"
        : "partial signatures missing of " + names(progress.withoutPartialSig());
  }

  private static String names(List<PublicKey> keys) {
    return keys.stream().map(PublicKey::hex).collect(Collectors.joining(", "));
  }
}
