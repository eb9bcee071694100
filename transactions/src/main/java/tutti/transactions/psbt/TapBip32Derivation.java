package tutti.transactions.psbt;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;

/**
 * Where a key of a Taproot output comes from (BIP371).
 *
 * @param key x-only, 32 bytes
 * @param leafHashes of the scripts that have the key; empty for an internal or output key
 */
public record TapBip32Derivation(Bytes key, List<Bytes> leafHashes, KeyOrigin origin) {
  public TapBip32Derivation {
    leafHashes = List.copyOf(leafHashes);
  }

  /** The value; the key stands in front of it. */
  Bytes encode() {
    ByteWriter writer = new ByteWriter().compactSize(leafHashes.size());
    leafHashes.forEach(writer::bytes);
    writer.bytes(origin.fingerprint());
    origin.path().forEach(writer::u32);
    return writer.written();
  }

  static TapBip32Derivation read(Bytes key, ByteReader reader) {
    int count = reader.count(Check.HASH);
    List<Bytes> leafHashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leafHashes.add(reader.bytes(Check.HASH));
    }
    return new TapBip32Derivation(key, leafHashes, KeyOrigin.read(reader));
  }
}
