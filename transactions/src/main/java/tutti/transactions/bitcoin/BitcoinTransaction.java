package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.OutPoint;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.Script;
import fr.acinq.bitcoin.ScriptFlags;
import fr.acinq.bitcoin.ScriptWitness;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxHash;
import fr.acinq.bitcoin.TxIn;
import fr.acinq.bitcoin.TxOut;
import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;

/** A transaction, signed or not. Immutable; equal if all bytes are. */
public record BitcoinTransaction(
    long version, List<TxInput> inputs, List<TxOutput> outputs, long lockTime) {

  public BitcoinTransaction {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The serialized form, with witnesses if there are any. */
  public Bytes serialized() {
    return Bytes.of(Transaction.write(transaction()));
  }

  /** The identity, in the order of the hash. */
  public Bytes txid() {
    return Bytes.of(transaction().hash.value.toByteArray());
  }

  /** The identity as people write it. */
  public String txidText() {
    return reversed(txid()).hex();
  }

  /**
   * Runs the scripts of an input as nodes do.
   *
   * @param spent the outputs that all inputs spend, in their order
   * @return whether nodes would accept the input
   */
  public boolean spends(int index, List<TxOutput> spent) {
    TxInput input = inputs.get(index);
    TxOutput output = spent.get(index);
    List<TxOut> outputs = spent.stream().map(BitcoinTransaction::output).toList();
    Script.Context context =
        new Script.Context(transaction(), index, new Satoshi(output.amount()), outputs);
    try {
      return new Script.Runner(context, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS)
          .verifyScripts(vector(input.scriptSig()), vector(output.script()), input(input).witness);
    } catch (RuntimeException e) {
      return false; // the interpreter says no by whatever it trips over
    }
  }

  /** The same transaction with one input changed. */
  public BitcoinTransaction with(int index, TxInput input) {
    List<TxInput> changed = new ArrayList<>(inputs);
    changed.set(index, input);
    return new BitcoinTransaction(version, changed, outputs, lockTime);
  }

  static Bytes reversed(Bytes bytes) {
    byte[] array = bytes.toArray();
    for (int i = 0; i < array.length / 2; i++) {
      byte swapped = array[i];
      array[i] = array[array.length - 1 - i];
      array[array.length - 1 - i] = swapped;
    }
    return Bytes.of(array);
  }

  private Transaction transaction() {
    return new Transaction(
        version,
        inputs.stream().map(BitcoinTransaction::input).toList(),
        outputs.stream().map(BitcoinTransaction::output).toList(),
        lockTime);
  }

  private static TxIn input(TxInput input) {
    List<ByteVector> stack = input.witness().stream().map(BitcoinTransaction::vector).toList();
    return new TxIn(
        outpoint(input.outpoint()),
        vector(input.scriptSig()),
        input.sequence(),
        new ScriptWitness(stack));
  }

  private static OutPoint outpoint(Outpoint outpoint) {
    return new OutPoint(new TxHash(outpoint.txid().toArray()), outpoint.index());
  }

  private static TxOut output(TxOutput output) {
    return new TxOut(new Satoshi(output.amount()), vector(output.script()));
  }

  private static ByteVector vector(Bytes bytes) {
    return new ByteVector(bytes.toArray());
  }
}
