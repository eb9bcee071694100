package tutti.transactions.lotus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/**
 * A transaction, signed or not. Immutable; equal if all bytes are.
 *
 * @param inputs at least one, of different outputs
 * @param outputs at least one; all together are no more than there can be
 */
public record LotusTransaction(
    long version, List<LotusInput> inputs, List<TxOutput> outputs, long lockTime) {
  /** As large as a PSBT may be; nodes relay a tenth of it. */
  public static final int MAX_SIZE = 1_000_000;

  private static final int INPUT_SIZE = 41; // outpoint, empty script, sequence
  private static final int OUTPUT_SIZE = 9;

  /**
   * Checks what holds for every transaction.
   *
   * @throws Refusal {@code MALFORMED} if no node would take it, whoever signed it
   */
  public LotusTransaction {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw malformed("a transaction without inputs or outputs");
    }
    Set<Outpoint> spent = new HashSet<>();
    for (LotusInput input : inputs) {
      if (!spent.add(input.outpoint())) {
        throw malformed("spends %s twice".formatted(input.outpoint()));
      }
    }
    TxOutput.sum(outputs);
  }

  /**
   * Reads a transaction. What is read never needs more memory than what was sent.
   *
   * @throws Refusal {@code MALFORMED} if it is none, {@code TOO_LARGE}
   */
  public static LotusTransaction read(Bytes serialized) {
    if (serialized.length() > MAX_SIZE) {
      throw Refusal.of(ErrorCode.TOO_LARGE, "more than %d bytes".formatted(MAX_SIZE));
    }
    ByteReader reader = new ByteReader(serialized);
    long version = reader.u32();
    List<LotusInput> inputs = new ArrayList<>();
    for (int left = reader.count(INPUT_SIZE); left > 0; left--) {
      Bytes txid = reader.bytes(32);
      Outpoint outpoint = new Outpoint(txid, reader.u32());
      Bytes script = reader.sized();
      inputs.add(new LotusInput(outpoint, script, reader.u32()));
    }
    List<TxOutput> outputs = new ArrayList<>();
    for (int left = reader.count(OUTPUT_SIZE); left > 0; left--) {
      outputs.add(TxOutput.read(reader));
    }
    long lockTime = reader.u32();
    reader.requireEnd();
    return new LotusTransaction(version, inputs, outputs, lockTime);
  }

  /** The serialized form. */
  public Bytes serialized() {
    ByteWriter writer = new ByteWriter().u32(version).compactSize(inputs.size());
    inputs.forEach(input -> input.write(writer));
    writer.compactSize(outputs.size());
    outputs.forEach(output -> output.write(writer));
    return writer.u32(lockTime).written();
  }

  /** The identity, in the order of the hash. Signatures do not change it. */
  public Bytes txid() {
    ByteWriter writer = new ByteWriter().u32(version);
    MerkleTree.ofInputs(inputs).write(writer);
    MerkleTree.ofOutputs(outputs).write(writer);
    return MerkleTree.hash(writer.u32(lockTime).written());
  }

  /** The identity as people write it. */
  public String txidText() {
    byte[] reversed = txid().toArray();
    for (int i = 0; i < reversed.length / 2; i++) {
      byte swapped = reversed[i];
      reversed[i] = reversed[reversed.length - 1 - i];
      reversed[reversed.length - 1 - i] = swapped;
    }
    return Bytes.of(reversed).hex();
  }

  /** Whether every input has been signed by somebody; only nodes see whether rightly. */
  public boolean isSigned() {
    return inputs.stream().noneMatch(LotusInput::isUnsigned);
  }

  /** How much it pays, in satoshis. */
  public long paid() {
    return TxOutput.sum(outputs);
  }

  /** The same transaction with what unlocks one input. */
  public LotusTransaction with(int input, Bytes unlocking) {
    List<LotusInput> changed = new ArrayList<>(inputs);
    changed.set(input, inputs.get(input).with(unlocking));
    return new LotusTransaction(version, changed, outputs, lockTime);
  }

  private static Refusal malformed(String message) {
    return Refusal.of(ErrorCode.MALFORMED, message);
  }
}
