package tutti.transactions.lotus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.TxOutput;

/**
 * The hash of a list, as Lotus makes it. Where there is no second one of a pair, that is zeros.
 *
 * @param layers 1 for a single leaf
 */
record MerkleTree(Bytes root, int layers) {
  private static final Bytes NOTHING = Bytes.of(new byte[32]);

  static MerkleTree ofInputs(List<LotusInput> inputs) {
    return of(inputs.stream().map(LotusInput::unsignedForm));
  }

  static MerkleTree ofOutputs(List<TxOutput> outputs) {
    return of(outputs.stream().map(MerkleTree::bytes));
  }

  /** The hash and how many layers it stands for. */
  void write(ByteWriter writer) {
    writer.bytes(root).u8(layers);
  }

  static Bytes bytes(TxOutput output) {
    ByteWriter writer = new ByteWriter();
    output.write(writer);
    return writer.written();
  }

  /** SHA-256 of SHA-256. */
  static Bytes hash(Bytes... parts) {
    return TaggedHash.sha256(TaggedHash.sha256(parts));
  }

  private static MerkleTree of(Stream<Bytes> leaves) {
    List<Bytes> layer = leaves.map(MerkleTree::hash).toList();
    int layers = layer.isEmpty() ? 0 : 1;
    while (layer.size() > 1) {
      layer = above(layer);
      layers++;
    }
    return new MerkleTree(layer.isEmpty() ? NOTHING : layer.get(0), layers);
  }

  private static List<Bytes> above(List<Bytes> layer) {
    List<Bytes> above = new ArrayList<>();
    for (int i = 0; i < layer.size(); i += 2) {
      above.add(hash(layer.get(i), i + 1 < layer.size() ? layer.get(i + 1) : NOTHING));
    }
    return above;
  }
}
