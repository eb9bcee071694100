package tutti.transactions.signing;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.Taproot;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.Fingerprint;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.TapTree;

/** Outputs of PSBTs that say that they are a group's, whether they are or not. */
public final class GroupOutput {
  private static final String AMOUNT_FIELD = "010308";

  private GroupOutput() {}

  /** The same with these outputs instead of its last one; nothing is paid to them. */
  public static Psbt instead(Psbt spending, List<Bytes> outputs) {
    String hex = spending.encode().hex();
    int before = spending.outputs().size();
    String inputs = hex.substring(0, hex.lastIndexOf(AMOUNT_FIELD));
    StringBuilder changed =
        new StringBuilder(inputs.replace(count(before), count(before - 1 + outputs.size())));
    for (Bytes output : outputs) {
      changed.append(AMOUNT_FIELD).append("00".repeat(8)).append("0104").append(output.hex());
      changed.append("00");
    }
    return Psbt.decode(Bytes.fromHex(changed.toString()));
  }

  /** An output with this key and these scripts; the key is at this path below the group's. */
  public static Bytes of(
      List<PublicKey> group, XOnlyPublicKey internal, @Nullable TapTree tree, int... path) {
    PublicKey aggregate =
        Engines.bouncyCastle().aggregateKeys(group, List.of()).aggregatePublicKey();
    Bytes root = tree == null ? null : tree.merkleRoot();
    ByteWriter output = new ByteWriter();
    output.sized(Taproot.scriptPubKey(Taproot.outputKey(internal, root)));
    output.bytes(pair("05", internal.bytes()));
    if (tree != null) {
      output.bytes(pair("06", written(tree)));
    }
    if (path.length > 0) {
      ByteWriter origin = new ByteWriter().compactSize(0).bytes(Fingerprint.of(aggregate));
      Arrays.stream(path).forEach(origin::u32);
      output.bytes(pair("07" + internal.hex(), origin.written()));
    }
    return output.bytes(pair("08" + aggregate.hex(), keys(group))).written();
  }

  static Bytes pair(String key, Bytes value) {
    return new ByteWriter().sized(Bytes.fromHex(key)).sized(value).written();
  }

  static Bytes keys(List<PublicKey> keys) {
    return Bytes.concat(keys.stream().map(PublicKey::bytes).toArray(Bytes[]::new));
  }

  private static String count(int outputs) {
    Bytes count = new ByteWriter().compactSize(outputs).written();
    return "0105" + new ByteWriter().sized(count).written().hex();
  }

  private static Bytes written(TapTree tree) {
    ByteWriter bytes = new ByteWriter();
    tree.leaves().forEach(leaf -> bytes.u8(leaf.depth()).u8(leaf.version()).sized(leaf.script()));
    return bytes.written();
  }
}
