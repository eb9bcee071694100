package tutti.transactions.psbt;

import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;

/**
 * A key with its value in a map of a PSBT.
 *
 * @param type the first part of the key
 * @param keyData the rest of it
 */
record Pair(long type, Bytes keyData, Bytes value) {
  /** Reads a pair whose key has this many bytes. */
  static Pair read(Bytes key, ByteReader reader) {
    ByteReader parts = new ByteReader(key);
    return new Pair(parts.compactSize(), parts.rest(), reader.sized());
  }

  void write(ByteWriter writer) {
    writer.sized(key()).sized(value);
  }

  /** What no other pair of the map has. */
  Bytes key() {
    return new ByteWriter().compactSize(type).bytes(keyData).written();
  }
}
