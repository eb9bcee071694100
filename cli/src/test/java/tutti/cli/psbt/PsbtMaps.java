package tutti.cli.psbt;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.psbt.Psbt;

/** The PSBT of a node, of version 0, with what its RPC has no parameter for. */
final class PsbtMaps {
  private final BitcoinTransaction transaction;
  private final Bytes magic;
  private final List<Map<Bytes, Bytes>> maps = new ArrayList<>();

  PsbtMaps(String psbt) {
    this.transaction = Psbt.decodeBase64(psbt).transaction();
    ByteReader reader = new ByteReader(Bytes.of(Base64.getDecoder().decode(psbt)));
    this.magic = reader.bytes(5);
    while (!reader.isAtEnd()) {
      Map<Bytes, Bytes> map = new LinkedHashMap<>();
      for (Bytes key = reader.sized(); key.length() > 0; key = reader.sized()) {
        map.put(key, reader.sized());
      }
      maps.add(map);
    }
  }

  /** Asks for signatures of this type in all inputs; the default needs not be asked for. */
  PsbtMaps sighash(SighashType type) {
    for (int i = 0; i < transaction.inputs().size() && type != SighashType.DEFAULT; i++) {
      put(1 + i, "03", new ByteWriter().u32(type.value()));
    }
    return this;
  }

  /** The same transaction as BIP370 says it. */
  PsbtMaps version2() {
    int inputs = transaction.inputs().size();
    maps.get(0).clear();
    put(0, "02", new ByteWriter().u32(transaction.version()));
    put(0, "03", new ByteWriter().u32(transaction.lockTime()));
    put(0, "04", new ByteWriter().compactSize(inputs));
    put(0, "05", new ByteWriter().compactSize(transaction.outputs().size()));
    put(0, "fb", new ByteWriter().u32(2));
    for (int i = 0; i < inputs; i++) {
      var input = transaction.inputs().get(i);
      put(1 + i, "0e", new ByteWriter().bytes(input.outpoint().txid()));
      put(1 + i, "0f", new ByteWriter().u32(input.outpoint().index()));
      put(1 + i, "10", new ByteWriter().u32(input.sequence()));
    }
    for (int i = 0; i < transaction.outputs().size(); i++) {
      var output = transaction.outputs().get(i);
      put(1 + inputs + i, "03", new ByteWriter().i64(output.amount()));
      put(1 + inputs + i, "04", new ByteWriter().bytes(output.script()));
    }
    return this;
  }

  String base64() {
    ByteWriter writer = new ByteWriter().bytes(magic);
    for (Map<Bytes, Bytes> map : maps) {
      map.forEach((key, value) -> writer.sized(key).sized(value));
      writer.u8(0);
    }
    return Base64.getEncoder().encodeToString(writer.written().toArray());
  }

  private void put(int map, String key, ByteWriter value) {
    maps.get(map).put(Bytes.fromHex(key), value.written());
  }
}
