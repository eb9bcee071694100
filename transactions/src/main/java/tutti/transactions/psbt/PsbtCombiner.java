package tutti.transactions.psbt;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Puts together what several have added to PSBTs of one transaction (BIP174, Combiner). */
public final class PsbtCombiner {
  private PsbtCombiner() {}

  /**
   * All pairs of all PSBTs, those of the first one in its order.
   *
   * @throws Refusal {@code CONFLICT} if they are of different transactions or versions, or have
   *     different values in the same place
   */
  public static Psbt combine(List<Psbt> psbts) {
    if (psbts.isEmpty()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "psbt", "none given");
    }
    Psbt combined = psbts.get(0);
    for (Psbt other : psbts.subList(1, psbts.size())) {
      combined = combine(combined, other);
    }
    return combined;
  }

  private static Psbt combine(Psbt one, Psbt other) {
    if (one.version() != other.version()) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT,
          "psbt.global.version",
          "versions %d and %d do not mix".formatted(one.version(), other.version()));
    }
    if (!one.identity().equals(other.identity())) {
      throw Refusal.ofField(ErrorCode.CONFLICT, "psbt", "of another transaction");
    }
    return new Psbt(
        union(flagged(one.global(), other.global()), other.global(), FieldRules.GLOBAL, "global"),
        union(one.inputMaps(), other.inputMaps(), FieldRules.INPUT, "inputs"),
        union(one.outputMaps(), other.outputMaps(), FieldRules.OUTPUT, "outputs"));
  }

  private static List<PsbtMap> union(
      List<PsbtMap> one, List<PsbtMap> other, FieldRules rules, String name) {
    List<PsbtMap> united = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      united.add(union(one.get(i), other.get(i), rules, "%s[%d]".formatted(name, i)));
    }
    return united;
  }

  private static PsbtMap union(PsbtMap one, PsbtMap other, FieldRules rules, String path) {
    PsbtMap united = one;
    for (Pair pair : other.pairs()) {
      boolean isFlags = rules == FieldRules.GLOBAL && isFlags(pair);
      try {
        united =
            isFlags && united.has(GlobalField.TX_MODIFIABLE)
                ? united
                : united.with(pair, rules.name(pair));
      } catch (Refusal refusal) {
        throw refusal.within("psbt." + path);
      }
    }
    return united;
  }

  /** Signers change the flags, each as far as it signs. */
  private static PsbtMap flagged(PsbtMap one, PsbtMap other) {
    Bytes ours = one.value(GlobalField.TX_MODIFIABLE).orElse(Bytes.EMPTY);
    Bytes theirs = other.value(GlobalField.TX_MODIFIABLE).orElse(Bytes.EMPTY);
    return ours.length() == 0 || theirs.length() == 0
        ? one
        : one.replacing(GlobalField.TX_MODIFIABLE, PsbtUpdate.bothFlags(ours, theirs));
  }

  private static boolean isFlags(Pair pair) {
    return pair.type() == GlobalField.TX_MODIFIABLE.type();
  }
}
