package tutti.transactions.bitcoin;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What Taproot signatures of a transaction sign (BIP341, BIP342), without annex. What is the same
 * for all inputs is hashed once, where the library would do it for each: so a large transaction
 * cannot keep anybody busy.
 */
public final class TaprootSighash {
  private static final String TAG = "TapSighash";
  private static final int EPOCH = 0;
  private static final int SCRIPT_PATH = 1;
  private static final int KEY_VERSION = 0;
  private static final long NO_CODE_SEPARATOR = 0xffffffffL;

  private final BitcoinTransaction transaction;
  private final List<TxOutput> spent;
  private final Bytes ofInputs;
  private final Bytes ofOutputs;

  /**
   * The messages of a transaction.
   *
   * @param spent the outputs that all inputs spend, in their order
   */
  public TaprootSighash(BitcoinTransaction transaction, List<TxOutput> spent) {
    if (spent.size() != transaction.inputs().size()) {
      throw new IllegalArgumentException("every input spends one output");
    }
    this.transaction = transaction;
    this.spent = List.copyOf(spent);
    List<TxInput> inputs = transaction.inputs();
    this.ofInputs =
        Bytes.concat(
            hashOfAll(inputs, (input, all) -> input.outpoint().write(all)),
            hashOfAll(spent, (output, all) -> all.i64(output.amount())),
            hashOfAll(spent, (output, all) -> all.sized(output.script())),
            hashOfAll(inputs, (input, all) -> all.u32(input.sequence())));
    this.ofOutputs = hashOfAll(transaction.outputs(), TxOutput::write);
  }

  /**
   * The message of an input.
   *
   * @param leafHash of the script that is used, or null for the key path
   * @throws Refusal {@code MALFORMED} if the type covers an output that there is not
   */
  public Bytes message(int input, SighashType type, @Nullable Bytes leafHash) {
    ByteWriter writer =
        new ByteWriter()
            .u8(EPOCH)
            .u8(type.value())
            .u32(transaction.version())
            .u32(transaction.lockTime());
    if (!type.isAnyoneCanPay()) {
      writer.bytes(ofInputs);
    }
    if (!type.isNone() && !type.isSingle()) {
      writer.bytes(ofOutputs);
    }
    writer.u8(leafHash == null ? 0 : 2 * SCRIPT_PATH);
    if (type.isAnyoneCanPay()) {
      writeAlone(input, writer);
    } else {
      writer.u32(input);
    }
    if (type.isSingle()) {
      writer.bytes(hashOfAll(List.of(outputAt(input, type)), TxOutput::write));
    }
    if (leafHash != null) {
      writer.bytes(leafHash).u8(KEY_VERSION).u32(NO_CODE_SEPARATOR);
    }
    return TaggedHash.of(TAG, writer.written());
  }

  private TxOutput outputAt(int input, SighashType type) {
    if (input >= transaction.outputs().size()) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "sighash_type", "%s, but no output at its place".formatted(type));
    }
    return transaction.outputs().get(input);
  }

  private void writeAlone(int index, ByteWriter writer) {
    TxInput input = transaction.inputs().get(index);
    input.outpoint().write(writer);
    writer.i64(spent.get(index).amount()).sized(spent.get(index).script()).u32(input.sequence());
  }

  private static <T> Bytes hashOfAll(List<T> things, BiConsumer<T, ByteWriter> write) {
    ByteWriter all = new ByteWriter();
    things.forEach(thing -> write.accept(thing, all));
    return TaggedHash.sha256(all.written());
  }
}
