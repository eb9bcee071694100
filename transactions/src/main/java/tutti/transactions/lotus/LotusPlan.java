package tutti.transactions.lotus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.KeyAggContext;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.TxOutput;

/**
 * Everything that a group signs in a transaction. It follows from the transaction, from what that
 * spends, and from the group's keys alone.
 *
 * @param transaction with the inputs of the group unsigned
 * @param spent the outputs that the inputs spend, in their order
 * @param items of each input of the group one, in their order
 */
public record LotusPlan(
    LotusTransaction transaction, List<TxOutput> spent, LotusGroup group, List<LotusItem> items) {
  /** Messages take all inputs, each; so there is a bound to them. */
  static final int MAX_INPUTS = 1_000;

  public LotusPlan {
    spent = List.copyOf(spent);
    items = List.copyOf(items);
  }

  /**
   * Derives what is to be signed.
   *
   * @throws Refusal that names the field: {@code MALFORMED} if the outputs are not those of the
   *     inputs, {@code NOT_A_PARTICIPANT} if none is the group's, {@code CONFLICT} if one is signed
   */
  public static LotusPlan of(LotusTransaction transaction, List<TxOutput> spent, LotusGroup group) {
    if (transaction.inputs().size() > MAX_INPUTS) {
      throw Refusal.ofField(
          ErrorCode.TOO_LARGE, "transaction", "more than %d inputs".formatted(MAX_INPUTS));
    }
    if (spent.size() != transaction.inputs().size()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          "spentOutputs",
          "%d for %d inputs".formatted(spent.size(), transaction.inputs().size()));
    }
    if (sum(spent) < transaction.paid()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          "spentOutputs",
          "%d satoshis are paid of %d".formatted(transaction.paid(), sum(spent)));
    }
    List<LotusItem> items = items(transaction, spent, group);
    if (items.isEmpty()) {
      throw Refusal.ofField(
          ErrorCode.NOT_A_PARTICIPANT, "spentOutputs", "none is an output of these signers");
    }
    return new LotusPlan(transaction, spent, group, items);
  }

  /** What the transaction does with money. */
  public MoneySummary summary() {
    List<MoneySummary.Payment> payments =
        transaction.outputs().stream()
            .map(
                output ->
                    new MoneySummary.Payment(
                        output.amount(), output.script(), group.owner(output.script()), null))
            .toList();
    return new MoneySummary(sum(spent), transaction.paid(), payments);
  }

  /**
   * Whether the fee is what the summary says, or the signatures are worth nothing: a signature of a
   * key's hash covers the amount of its own input, one of Taproot covers all.
   */
  public boolean bindsFee() {
    return spent.size() == 1
        || items.stream().anyMatch(item -> item.type() == LotusInputType.TAPROOT);
  }

  /**
   * The transaction with the signatures of the group. Inputs of others stay as they are.
   *
   * @param signatures one per item
   * @throws Refusal {@code INVALID_SIGNATURE} with the input that nodes would not accept
   */
  public LotusTransaction signed(List<Signature> signatures) {
    if (signatures.size() != items.size()) {
      throw new IllegalArgumentException(
          "%d signatures for %d items".formatted(signatures.size(), items.size()));
    }
    LotusTransaction signed = transaction;
    for (int i = 0; i < items.size(); i++) {
      LotusItem item = items.get(i);
      if (!item.isSignedBy(signatures.get(i))) {
        throw Refusal.ofField(
            ErrorCode.INVALID_SIGNATURE, input(item.input()), "nodes would not accept it");
      }
      signed = signed.with(item.input(), item.unlocking(signatures.get(i)));
    }
    return signed;
  }

  private static List<LotusItem> items(
      LotusTransaction transaction, List<TxOutput> spent, LotusGroup group) {
    LotusSighash sighash = new LotusSighash(transaction, spent);
    List<LotusItem> items = new ArrayList<>();
    for (int i = 0; i < spent.size(); i++) {
      Bytes script = spent.get(i).script();
      Optional<KeyAggContext> keys = group.keysOf(script);
      if (keys.isPresent()) {
        LotusInputType type = LotusInputType.of(script).orElseThrow();
        requireUnsigned(transaction, i);
        items.add(new LotusItem(i, type, keys.get(), sighash.message(i, type)));
      }
    }
    return items;
  }

  private static void requireUnsigned(LotusTransaction transaction, int input) {
    if (!transaction.inputs().get(input).isUnsigned()) {
      throw Refusal.ofField(ErrorCode.CONFLICT, input(input), "is signed already");
    }
  }

  private static long sum(List<TxOutput> spent) {
    try {
      return TxOutput.sum(spent);
    } catch (Refusal refusal) {
      throw refusal.within("spentOutputs");
    }
  }

  private static String input(int input) {
    return "transaction.inputs[%d]".formatted(input);
  }
}
