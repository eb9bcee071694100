package tutti.transactions.bitcoin;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Reads transactions from outside; what is read never needs more memory than what was sent. */
public final class TransactionReader {
  private static final int INPUT_SIZE = 41; // outpoint, empty script, sequence
  private static final int OUTPUT_SIZE = 9;
  private static final int SEGWIT_FLAG = 1;

  private TransactionReader() {}

  /**
   * Reads a transaction with or without witnesses.
   *
   * @throws Refusal {@code MALFORMED} if it is none
   */
  public static BitcoinTransaction read(Bytes serialized) {
    ByteReader reader = new ByteReader(serialized);
    long version = reader.u32();
    boolean segwit = serialized.length() > 5 && serialized.slice(4, 5).hex().equals("00");
    if (segwit) {
      reader.u8();
      if (reader.u8() != SEGWIT_FLAG) {
        throw Refusal.of(ErrorCode.MALFORMED, "a transaction without inputs");
      }
    }
    List<TxInput> inputs = inputs(reader);
    List<TxOutput> outputs = outputs(reader);
    if (segwit) {
      inputs.replaceAll(input -> withWitness(input, reader));
    }
    long lockTime = reader.u32();
    reader.requireEnd();
    return new BitcoinTransaction(version, inputs, outputs, lockTime);
  }

  /**
   * Reads a transaction that nobody has signed, as PSBTs of version 0 hold it; it may be without
   * inputs.
   *
   * @throws Refusal {@code MALFORMED} if it is none
   */
  public static BitcoinTransaction readUnsigned(Bytes serialized) {
    ByteReader reader = new ByteReader(serialized);
    long version = reader.u32();
    List<TxInput> inputs = inputs(reader);
    List<TxOutput> outputs = outputs(reader);
    long lockTime = reader.u32();
    reader.requireEnd();
    if (inputs.stream().anyMatch(input -> input.scriptSig().length() > 0)) {
      throw Refusal.of(ErrorCode.MALFORMED, "an input of the unsigned transaction is signed");
    }
    return new BitcoinTransaction(version, inputs, outputs, lockTime);
  }

  /**
   * Reads a witness: a number of stack elements.
   *
   * @throws Refusal {@code MALFORMED} if it is none
   */
  public static List<Bytes> readWitness(ByteReader reader) {
    int count = reader.count(1);
    List<Bytes> stack = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stack.add(reader.sized());
    }
    return stack;
  }

  private static List<TxInput> inputs(ByteReader reader) {
    int count = reader.count(INPUT_SIZE);
    List<TxInput> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Bytes txid = reader.bytes(32);
      Outpoint outpoint = new Outpoint(txid, reader.u32());
      Bytes scriptSig = reader.sized();
      inputs.add(new TxInput(outpoint, scriptSig, reader.u32(), List.of()));
    }
    return inputs;
  }

  private static List<TxOutput> outputs(ByteReader reader) {
    int count = reader.count(OUTPUT_SIZE);
    List<TxOutput> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(TxOutput.read(reader));
    }
    return outputs;
  }

  private static TxInput withWitness(TxInput input, ByteReader reader) {
    return new TxInput(input.outpoint(), input.scriptSig(), input.sequence(), readWitness(reader));
  }
}
