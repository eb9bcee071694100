package tutti.transactions.psbt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
import tutti.musig2.Taproot;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.ByteWriter;

/**
 * The scripts of a Taproot output (BIP341).
 *
 * @param leaves in the order of a walk that goes into depth first
 */
public record TapTree(List<Leaf> leaves) {
  private static final int MAX_DEPTH = 128;
  private static final int TAPSCRIPT = 0xc0;
  private static final int NONE = -1;

  /**
   * A script.
   *
   * @param depth how many branches are above it
   */
  public record Leaf(int depth, int version, Bytes script) {
    /** A script of the version that there is. */
    public static Leaf of(int depth, Bytes script) {
      return new Leaf(depth, TAPSCRIPT, script);
    }

    /** Whether the script is run; scripts of versions that do not exist yet let anyone pass. */
    public boolean isTapscript() {
      return version == TAPSCRIPT;
    }

    /** The hash that identifies the script. */
    public Bytes hash() {
      return TaggedHash.of("TapLeaf", new ByteWriter().u8(version).sized(script).written());
    }
  }

  private record Node(int depth, Bytes hash, boolean isFollowed) {}

  /**
   * Checks that there is a tree with these leaves.
   *
   * @throws Refusal {@code MALFORMED} if not
   */
  public TapTree {
    leaves = List.copyOf(leaves);
    root(leaves);
  }

  /** Writes what {@link #read} reads. */
  Bytes encode() {
    ByteWriter writer = new ByteWriter();
    leaves.forEach(leaf -> writer.u8(leaf.depth()).u8(leaf.version()).sized(leaf.script()));
    return writer.written();
  }

  /** Reads a tree as BIP371 writes it. */
  static TapTree read(Bytes bytes) {
    ByteReader reader = new ByteReader(bytes);
    List<Leaf> leaves = new ArrayList<>();
    while (!reader.isAtEnd()) {
      int depth = reader.u8();
      int version = reader.u8();
      leaves.add(new Leaf(depth, version, reader.sized()));
    }
    return new TapTree(leaves);
  }

  /** What a Taproot output commits to. */
  public Bytes merkleRoot() {
    return root(leaves);
  }

  /**
   * What a witness has to show beside a leaf's script: its version, the key, the way to the root.
   */
  Bytes controlBlock(int leaf, XOnlyPublicKey internalKey) {
    List<Bytes> parts = new ArrayList<>();
    boolean isOdd = Taproot.outputPoint(internalKey, merkleRoot()).hex().startsWith("03");
    parts.add(new ByteWriter().u8(leaves.get(leaf).version() | (isOdd ? 1 : 0)).written());
    parts.add(internalKey.bytes());
    root(leaves, leaf, parts);
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  /** The hash of two nodes, whichever comes first. */
  static Bytes branch(Bytes one, Bytes other) {
    boolean ordered = one.compareTo(other) < 0;
    return TaggedHash.of("TapBranch", ordered ? one : other, ordered ? other : one);
  }

  private static Bytes root(List<Leaf> leaves) {
    return root(leaves, NONE, new ArrayList<>());
  }

  /** Also collects the nodes beside one leaf's way to the root, from below. */
  private static Bytes root(List<Leaf> leaves, int followed, List<Bytes> beside) {
    Deque<Node> open = new ArrayDeque<>();
    for (int i = 0; i < leaves.size(); i++) {
      Leaf leaf = leaves.get(i);
      if (leaf.depth() > MAX_DEPTH) {
        throw Refusal.of(ErrorCode.MALFORMED, "a leaf is too deep");
      }
      Node node = new Node(leaf.depth(), leaf.hash(), i == followed);
      while (!open.isEmpty() && open.peek().depth() == node.depth()) {
        node = parent(open.pop(), node, beside);
      }
      open.push(node);
    }
    if (open.size() != 1 || open.peek().depth() != 0) {
      throw Refusal.of(ErrorCode.MALFORMED, "the leaves make no tree");
    }
    return open.pop().hash();
  }

  private static Node parent(Node left, Node right, List<Bytes> beside) {
    if (left.isFollowed() || right.isFollowed()) {
      beside.add(left.isFollowed() ? right.hash() : left.hash());
    }
    return new Node(
        right.depth() - 1,
        branch(left.hash(), right.hash()),
        left.isFollowed() || right.isFollowed());
  }
}
