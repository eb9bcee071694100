package tutti.transactions.psbt;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.XOnlyPublicKey;

/**
 * A script of a Taproot output and the proof that the output has it (BIP371).
 *
 * @param controlBlock as it stands in the witness
 */
public record TapLeafScript(Bytes controlBlock, Bytes script, int leafVersion) {
  private static final int HEAD = 33; // leaf version with parity, internal key
  private static final int HASH = 32;
  private static final int PUSH_OF_KEY = 0x20;
  private static final int PUSHDATA1 = 0x4c;

  static TapLeafScript of(Pair pair) {
    int script = pair.value().length() - 1;
    return new TapLeafScript(
        pair.keyData(),
        pair.value().slice(0, script),
        pair.value().slice(script, script + 1).toArray()[0] & 0xff);
  }

  /** The hash that identifies the script (BIP341). */
  public Bytes leafHash() {
    return new TapTree.Leaf(0, leafVersion, script).hash();
  }

  public XOnlyPublicKey internalKey() {
    return new XOnlyPublicKey(controlBlock.slice(1, HEAD));
  }

  /** The root that the path in the control block leads to. */
  public Bytes merkleRoot() {
    Bytes node = leafHash();
    for (int at = HEAD; at < controlBlock.length(); at += HASH) {
      node = TapTree.branch(node, controlBlock.slice(at, at + HASH));
    }
    return node;
  }

  /** Whether the control block is for scripts of this version. */
  public boolean isConsistent() {
    return (controlBlock.slice(0, 1).toArray()[0] & 0xfe) == leafVersion;
  }

  /** The x-only keys that the script pushes, in their order; pushes in odd forms do not count. */
  public List<Bytes> keys() {
    return keys(script);
  }

  /** The x-only keys that a script pushes, in their order. */
  public static List<Bytes> keys(Bytes script) {
    byte[] code = script.toArray();
    List<Bytes> keys = new ArrayList<>();
    for (int at = 0; at < code.length; ) {
      int opcode = code[at] & 0xff;
      int pushed = opcode < PUSHDATA1 ? opcode : 0;
      if ((opcode >= PUSHDATA1 && opcode < PUSHDATA1 + 3) || at + pushed >= code.length) {
        break; // longer than a key, or cut off
      }
      if (opcode == PUSH_OF_KEY) {
        keys.add(script.slice(at + 1, at + 1 + HASH));
      }
      at += 1 + pushed;
    }
    return keys;
  }
}
