package tutti.transactions.psbt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;
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

  private record Node(int depth, Bytes hash) {}

  /**
   * Checks that there is a tree with these leaves.
   *
   * @throws Refusal {@code MALFORMED} if not
   */
  public TapTree {
    leaves = List.copyOf(leaves);
    root(leaves);
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

  /** The hash of two nodes, whichever comes first. */
  static Bytes branch(Bytes one, Bytes other) {
    boolean ordered = one.compareTo(other) < 0;
    return TaggedHash.of("TapBranch", ordered ? one : other, ordered ? other : one);
  }

  private static Bytes root(List<Leaf> leaves) {
    Deque<Node> open = new ArrayDeque<>();
    for (Leaf leaf : leaves) {
      if (leaf.depth() > MAX_DEPTH) {
        throw Refusal.of(ErrorCode.MALFORMED, "a leaf is too deep");
      }
      Node node = new Node(leaf.depth(), leaf.hash());
      while (!open.isEmpty() && open.peek().depth() == node.depth()) {
        node = new Node(node.depth() - 1, branch(open.pop().hash(), node.hash()));
      }
      open.push(node);
    }
    if (open.size() != 1 || open.peek().depth() != 0) {
      throw Refusal.of(ErrorCode.MALFORMED, "the leaves make no tree");
    }
    return open.pop().hash();
  }
}
