package tutti.transactions.bitcoin;

import tutti.musig2.Bytes;

/**
 * The output of an earlier transaction.
 *
 * @param txid in the order of the hash, which is the reverse of how people write it
 * @param index from 0 to 2^32 - 1
 */
public record Outpoint(Bytes txid, long index) {
  public Outpoint {
    txid.requireSize(32, "txid");
  }

  /** As inputs have it. */
  public ByteWriter write(ByteWriter writer) {
    return writer.bytes(txid).u32(index);
  }

  /** How people write it: the txid reversed, a colon, the index. */
  @Override
  public String toString() {
    return BitcoinTransaction.reversed(txid).hex() + ":" + index;
  }
}
