package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtInput;
import tutti.transactions.psbt.PsbtUpdate;
import tutti.transactions.psbt.TapLeafScript;

/**
 * Makes signatures of partial signatures, witnesses of signatures, and the transaction of those.
 */
public final class PsbtFinalizer {
  private PsbtFinalizer() {}

  /**
   * What finalizing came to.
   *
   * @param psbt with as many inputs finished as can be
   * @param transaction what can be broadcast, or null if an input is not finished
   */
  public record Finalized(Psbt psbt, @Nullable BitcoinTransaction transaction) {
    public boolean isComplete() {
      return transaction != null;
    }
  }

  /**
   * Files the signature of each item whose group has signed.
   *
   * @throws Refusal {@code INVALID_PARTIAL_SIGNATURE} with the participant whose one is wrong,
   *     {@code CONFLICT} if another signature is there
   */
  public static Psbt aggregate(Psbt psbt) {
    SigningPlan plan = SigningPlan.of(psbt);
    Psbt result = psbt;
    for (PsbtItem item : plan.items()) {
      ItemProgress progress = ItemProgress.of(plan, item);
      Optional<Bytes> signature = progress.aggregate();
      // Whoever signed twice, with other nonces, has made two signatures that are both good.
      if (signature.isPresent() && progress.signature().isEmpty()) {
        result = filed(result, item, signature.get());
      }
    }
    return result;
  }

  /**
   * Files the signature of an item, with its sighash byte.
   *
   * @throws Refusal {@code CONFLICT} if there is another one
   */
  public static Psbt withSignature(Psbt psbt, PsbtItem item, Signature signature) {
    return filed(psbt, item, item.withType(signature));
  }

  private static Psbt filed(Psbt psbt, PsbtItem item, Bytes signature) {
    Bytes leafHash = item.leafHash();
    return leafHash == null
        ? PsbtUpdate.withTapKeySig(psbt, item.input(), signature)
        : PsbtUpdate.withTapScriptSig(
            psbt, item.input(), item.signingKey().xOnly(), leafHash, signature);
  }

  /**
   * Finishes every Taproot input that has the signatures for it, and runs its script as nodes do.
   *
   * @throws Refusal {@code INVALID_PARTIAL_SIGNATURE} with the participant whose one is wrong,
   *     {@code INVALID_SIGNATURE} with the input that nodes would not accept
   */
  public static Finalized finish(Psbt psbt) {
    return finished(SigningPlan.of(aggregate(psbt)), input -> true);
  }

  /**
   * Finishes some inputs, whose signatures are there. What others have signed is their affair: if
   * it is wrong there is no transaction yet, but nothing is wrong with these inputs.
   *
   * @throws Refusal {@code INVALID_SIGNATURE} with the input of these that nodes would not accept
   */
  public static Finalized finish(Psbt signed, Set<Integer> inputs) {
    return finished(SigningPlan.of(signed), inputs::contains);
  }

  private static Finalized finished(SigningPlan plan, IntPredicate wanted) {
    Psbt result = plan.psbt();
    for (int i = 0; i < plan.spent().size(); i++) {
      Optional<List<Bytes>> witness = wanted.test(i) ? witness(plan, i) : Optional.empty();
      if (witness.isPresent()) {
        result = PsbtUpdate.withFinalWitness(result, i, witness.get());
      }
    }
    return new Finalized(result, extracted(result, plan.spent(), wanted));
  }

  /** The witness of an input, if it is not finished and has the signatures for it. */
  private static Optional<List<Bytes>> witness(SigningPlan plan, int index) {
    PsbtInput input = plan.psbt().inputs().get(index);
    if (input.isFinal() || !plan.spent().get(index).isTaproot()) {
      return Optional.empty();
    }
    Optional<Bytes> keySig = input.tapKeySig();
    if (keySig.isPresent()) {
      List<Bytes> witness = List.of(keySig.get());
      if (!isRight(plan, index, input, witness)) {
        throw invalid(index, "tap_key_sig");
      }
      return Optional.of(witness);
    }
    return input.tapLeafScripts().stream()
        .sorted(Comparator.comparingInt(leaf -> leaf.controlBlock().length()))
        .map(leaf -> stack(leaf, input))
        .filter(stack -> isRight(plan, index, input, stack))
        .findFirst();
  }

  /** Signatures in the reverse order of their keys, as scripts that need nothing else take them. */
  private static List<Bytes> stack(TapLeafScript leaf, PsbtInput input) {
    List<Bytes> stack = new ArrayList<>();
    for (Bytes key : leaf.keys()) {
      XOnlyPublicKey signer = new XOnlyPublicKey(key);
      stack.add(input.tapScriptSig(signer, leaf.leafHash()).orElse(Bytes.EMPTY));
    }
    Collections.reverse(stack);
    stack.add(leaf.script());
    stack.add(leaf.controlBlock());
    return stack;
  }

  private static boolean isRight(
      SigningPlan plan, int index, PsbtInput input, List<Bytes> witness) {
    TxInput unsigned = plan.transaction().inputs().get(index);
    TxInput signed = new TxInput(unsigned.outpoint(), Bytes.EMPTY, unsigned.sequence(), witness);
    boolean covered =
        !input.hasSighashType()
            || witness.stream()
                .filter(element -> element.length() == 64 || element.length() == 65)
                .limit(1)
                .allMatch(signature -> type(signature) == input.sighashType().value());
    return covered && plan.transaction().with(index, signed).spends(index, plan.spent());
  }

  private static int type(Bytes signature) {
    return signature.length() == 64 ? 0 : signature.toArray()[64] & 0xff;
  }

  private static @Nullable BitcoinTransaction extracted(
      Psbt psbt, List<TxOutput> spent, IntPredicate own) {
    List<PsbtInput> inputs = psbt.inputs();
    if (inputs.isEmpty() || !inputs.stream().allMatch(PsbtInput::isFinal)) {
      return null;
    }
    BitcoinTransaction transaction = psbt.transaction();
    for (int i = 0; i < inputs.size(); i++) {
      TxInput unsigned = transaction.inputs().get(i);
      TxInput signed =
          new TxInput(
              unsigned.outpoint(),
              inputs.get(i).finalScriptSig().orElse(Bytes.EMPTY),
              unsigned.sequence(),
              inputs.get(i).finalScriptWitness().orElse(List.of()));
      transaction = transaction.with(i, signed);
    }
    boolean right = true;
    for (int i = 0; i < inputs.size(); i++) {
      boolean spends = transaction.spends(i, spent);
      if (!spends && own.test(i)) {
        throw invalid(i, "final_scriptwitness");
      }
      right &= spends;
    }
    return right ? transaction : null;
  }

  private static Refusal invalid(int input, String field) {
    return Refusal.ofField(ErrorCode.INVALID_SIGNATURE, field, "nodes would not accept it")
        .within(SigningPlan.path(input));
  }
}
