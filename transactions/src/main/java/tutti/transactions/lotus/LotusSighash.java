package tutti.transactions.lotus;

import java.util.List;
import java.util.function.BiConsumer;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.TxOutput;

/**
 * What signatures of inputs sign: always the whole transaction. What that has in common for all of
 * its inputs is hashed once.
 */
final class LotusSighash {
  private static final int KEY_PATH = 0;

  private final LotusTransaction transaction;
  private final List<TxOutput> spent;
  private final Bytes allOfLotus;
  private final Bytes outpoints;
  private final Bytes sequences;
  private final Bytes outputs;

  /**
   * The messages of a transaction.
   *
   * @param spent the outputs that all inputs spend, in their order
   */
  LotusSighash(LotusTransaction transaction, List<TxOutput> spent) {
    this.transaction = transaction;
    this.spent = spent;
    this.allOfLotus = allOfLotus();
    this.outpoints = hashOfAll(transaction.inputs(), LotusInput::writeOutpoint);
    this.sequences = hashOfAll(transaction.inputs(), (input, all) -> all.u32(input.sequence()));
    this.outputs = hashOfAll(transaction.outputs(), TxOutput::write);
  }

  /** The message of an input. */
  Bytes message(int input, LotusInputType type) {
    return switch (type) {
      case TAPROOT -> lotus(input, type.hashType());
      case PUBKEY_HASH -> forkId(input, type.hashType());
    };
  }

  /** {@code SIGHASH_LOTUS}, which covers all outputs that are spent. */
  private Bytes lotus(int index, int hashType) {
    ByteWriter own =
        new ByteWriter().u8(KEY_PATH).bytes(transaction.inputs().get(index).unsignedForm());
    spent.get(index).write(own);
    return MerkleTree.hash(
        new ByteWriter()
            .u32(hashType)
            .bytes(MerkleTree.hash(own.written()))
            .u32(index)
            .bytes(allOfLotus)
            .written());
  }

  private Bytes allOfLotus() {
    ByteWriter writer =
        new ByteWriter()
            .bytes(MerkleTree.ofOutputs(spent).root())
            .i64(TxOutput.sum(spent))
            .i64(transaction.paid())
            .u32(transaction.version());
    MerkleTree.ofInputs(transaction.inputs()).write(writer);
    MerkleTree.ofOutputs(transaction.outputs()).write(writer);
    return writer.u32(transaction.lockTime()).written();
  }

  /** The hash of BIP143, as chains have it that forked from Bitcoin Cash. */
  private Bytes forkId(int index, int hashType) {
    LotusInput input = transaction.inputs().get(index);
    TxOutput output = spent.get(index);
    ByteWriter writer =
        new ByteWriter().u32(transaction.version()).bytes(outpoints).bytes(sequences);
    input.writeOutpoint(writer).sized(output.script()).i64(output.amount()).u32(input.sequence());
    return MerkleTree.hash(
        writer.bytes(outputs).u32(transaction.lockTime()).u32(hashType).written());
  }

  private static <T> Bytes hashOfAll(List<T> things, BiConsumer<T, ByteWriter> write) {
    ByteWriter all = new ByteWriter();
    things.forEach(thing -> write.accept(thing, all));
    return MerkleTree.hash(all.written());
  }
}
