package tutti.transactions.psbt;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.bitcoin.TxInput;
import tutti.transactions.bitcoin.TxOutput;

/**
 * A partially signed transaction of version 0 (BIP174) or 2 (BIP370).
 *
 * <p>Immutable. Everything that was read is kept, also what no BIP knows, in the order it had: what
 * was not changed is written byte by byte as it came.
 */
public final class Psbt {
  /** Larger ones are refused before they are read. */
  public static final int MAX_SIZE = 1_000_000;

  static final int VERSION_0 = 0;
  static final int VERSION_2 = 2;

  private static final Bytes MAGIC = Bytes.fromHex("70736274ff");
  private static final long FINAL_SEQUENCE = 0xffffffffL;

  private final PsbtMap global;
  private final List<PsbtMap> inputs;
  private final List<PsbtMap> outputs;

  Psbt(PsbtMap global, List<PsbtMap> inputs, List<PsbtMap> outputs) {
    this.global = global;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
  }

  /**
   * Reads the binary form.
   *
   * @throws Refusal {@code TOO_LARGE}, or {@code MALFORMED} with the field at fault
   */
  public static Psbt decode(Bytes bytes) {
    if (bytes.length() > MAX_SIZE) {
      throw Refusal.ofField(ErrorCode.TOO_LARGE, "psbt", "more than %d bytes".formatted(MAX_SIZE));
    }
    try {
      return read(new ByteReader(bytes));
    } catch (Refusal refusal) {
      throw refusal.within("psbt");
    }
  }

  /**
   * Reads the text form, base64.
   *
   * @throws Refusal {@code TOO_LARGE}, or {@code MALFORMED} with the field at fault
   */
  public static Psbt decodeBase64(String text) {
    if (text.length() > MAX_SIZE * 4L / 3 + 4) {
      throw Refusal.ofField(ErrorCode.TOO_LARGE, "psbt", "more than %d bytes".formatted(MAX_SIZE));
    }
    try {
      return decode(Bytes.of(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "psbt", "no base64");
    }
  }

  private static Psbt read(ByteReader reader) {
    if (reader.remaining() < MAGIC.length() || !reader.bytes(MAGIC.length()).equals(MAGIC)) {
      throw Refusal.of(ErrorCode.MALFORMED, "no PSBT: it begins with something else");
    }
    PsbtMap global = map(reader, "global");
    int version = version(global);
    within("global", () -> FieldRules.GLOBAL.require(global, version));
    long inputs = version == VERSION_2 ? count(global, GlobalField.INPUT_COUNT) : -1;
    long outputs = version == VERSION_2 ? count(global, GlobalField.OUTPUT_COUNT) : -1;
    if (version == VERSION_0) {
      BitcoinTransaction transaction = unsigned(global);
      inputs = transaction.inputs().size();
      outputs = transaction.outputs().size();
    }
    if (inputs + outputs > reader.remaining()) { // each map has one byte at least
      throw Refusal.of(ErrorCode.MALFORMED, "maps are missing");
    }
    Psbt psbt =
        new Psbt(
            global,
            maps(reader, (int) inputs, "inputs", FieldRules.INPUT, version),
            maps(reader, (int) outputs, "outputs", FieldRules.OUTPUT, version));
    reader.requireEnd();
    return psbt;
  }

  private static int version(PsbtMap global) {
    long version =
        global.value(GlobalField.VERSION).filter(v -> v.length() == 4).map(Psbt::u32).orElse(0L);
    if (version != VERSION_0 && version != VERSION_2) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "global.version", "no known version: " + version);
    }
    boolean hasTransaction = global.has(GlobalField.UNSIGNED_TX);
    if (hasTransaction != (version == VERSION_0)) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED,
          "global.unsigned_tx",
          (hasTransaction ? "not in version %d" : "missing in version %d").formatted(version));
    }
    return (int) version;
  }

  private static long count(PsbtMap global, GlobalField field) {
    long count = new ByteReader(global.value(field).orElse(Bytes.EMPTY)).compactSize();
    if (count > MAX_SIZE) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "global." + field.label(), "too many: " + count);
    }
    return count;
  }

  private static List<PsbtMap> maps(
      ByteReader reader, int count, String name, FieldRules rules, int version) {
    List<PsbtMap> maps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String path = "%s[%d]".formatted(name, i);
      PsbtMap map = map(reader, path);
      within(path, () -> rules.require(map, version));
      maps.add(map);
    }
    return maps;
  }

  private static PsbtMap map(ByteReader reader, String path) {
    try {
      return PsbtMap.read(reader);
    } catch (Refusal refusal) {
      throw refusal.within(path);
    }
  }

  private static void within(String path, Runnable check) {
    try {
      check.run();
    } catch (Refusal refusal) {
      throw refusal.within(path);
    }
  }

  /** The binary form. */
  public Bytes encode() {
    ByteWriter writer = new ByteWriter().bytes(MAGIC);
    global.write(writer);
    inputs.forEach(input -> input.write(writer));
    outputs.forEach(output -> output.write(writer));
    return writer.written();
  }

  /** The text form. */
  public String encodeBase64() {
    return Base64.getEncoder().encodeToString(encode().toArray());
  }

  /** 0 or 2. */
  public int version() {
    return global.has(GlobalField.UNSIGNED_TX) ? VERSION_0 : VERSION_2;
  }

  /** The inputs as Taproot and MuSig2 see them. */
  public List<PsbtInput> inputs() {
    return inputs.stream().map(PsbtInput::new).toList();
  }

  public List<PsbtOutput> outputs() {
    return outputs.stream().map(PsbtOutput::new).toList();
  }

  /**
   * The transaction without any signature.
   *
   * @throws Refusal {@code MALFORMED} if the inputs want different kinds of lock times
   */
  public BitcoinTransaction transaction() {
    if (version() == VERSION_0) {
      return unsigned(global);
    }
    return new BitcoinTransaction(
        global.value(GlobalField.TX_VERSION).map(Psbt::u32).orElseThrow(),
        inputs.stream().map(Psbt::input).toList(),
        outputs.stream().map(Psbt::output).toList(),
        LockTime.of(global, inputs));
  }

  /**
   * What two PSBTs of one transaction have in common: its id, with all sequences of version 2 at 0.
   */
  Bytes identity() {
    BitcoinTransaction transaction = transaction();
    if (version() == VERSION_0) {
      return transaction.txid();
    }
    List<TxInput> still =
        transaction.inputs().stream().map(i -> TxInput.unsigned(i.outpoint(), 0)).toList();
    return new BitcoinTransaction(
            transaction.version(), still, transaction.outputs(), transaction.lockTime())
        .txid();
  }

  PsbtMap global() {
    return global;
  }

  List<PsbtMap> inputMaps() {
    return inputs;
  }

  List<PsbtMap> outputMaps() {
    return outputs;
  }

  Psbt withGlobal(PsbtMap changed) {
    return new Psbt(changed, inputs, outputs);
  }

  /** The same PSBT with one input changed; a refusal names the input. */
  Psbt withInput(int index, UnaryOperator<PsbtMap> change) {
    List<PsbtMap> changed = new ArrayList<>(inputs);
    try {
      changed.set(index, change.apply(inputs.get(index)));
    } catch (Refusal refusal) {
      throw refusal.within("psbt.inputs[%d]".formatted(index));
    }
    return new Psbt(global, changed, outputs);
  }

  /** The same PSBT with one output changed; a refusal names the output. */
  Psbt withOutput(int index, UnaryOperator<PsbtMap> change) {
    List<PsbtMap> changed = new ArrayList<>(outputs);
    try {
      changed.set(index, change.apply(outputs.get(index)));
    } catch (Refusal refusal) {
      throw refusal.within("psbt.outputs[%d]".formatted(index));
    }
    return new Psbt(global, inputs, changed);
  }

  static long u32(Bytes bytes) {
    return new ByteReader(bytes).u32();
  }

  private static BitcoinTransaction unsigned(PsbtMap global) {
    return TransactionReader.readUnsigned(global.value(GlobalField.UNSIGNED_TX).orElseThrow());
  }

  private static TxInput input(PsbtMap map) {
    Bytes txid = map.value(InputField.PREVIOUS_TXID).orElseThrow();
    long index = map.value(InputField.OUTPUT_INDEX).map(Psbt::u32).orElseThrow();
    Optional<Bytes> sequence = map.value(InputField.SEQUENCE);
    return TxInput.unsigned(
        new Outpoint(txid, index), sequence.map(Psbt::u32).orElse(FINAL_SEQUENCE));
  }

  private static TxOutput output(PsbtMap map) {
    Bytes script = map.value(OutputField.SCRIPT).orElseThrow();
    return new TxOutput(new ByteReader(map.value(OutputField.AMOUNT).orElseThrow()).i64(), script);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Psbt that
        && global.equals(that.global)
        && inputs.equals(that.inputs)
        && outputs.equals(that.outputs);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * global.hashCode() + inputs.hashCode()) + outputs.hashCode();
  }

  @Override
  public String toString() {
    return "Psbt[version %d, %d inputs, %d outputs]"
        .formatted(version(), inputs.size(), outputs.size());
  }
}
