package tutti.transactions.descriptor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tutti.musig2.Bytes;
import tutti.musig2.Network;
import tutti.musig2.PublicKey;
import tutti.musig2.Taproot;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.psbt.KeyOrigin;
import tutti.transactions.psbt.Musig2Participants;
import tutti.transactions.psbt.TapBip32Derivation;
import tutti.transactions.psbt.TapOutput;
import tutti.transactions.psbt.TapTree;

/**
 * A Taproot output descriptor: {@code tr(KEY)}, {@code tr(KEY,TREE)} or {@code rawtr(KEY)}, where
 * any key may be {@code musig()}. Says what a group funds; private keys in it are dropped when it
 * is read.
 */
public final class Descriptor {
  private final KeyExpression key;
  private final List<Leaf> leaves;
  private final boolean isTweaked;

  /** {@code pk(KEY)} at a place in the tree. */
  record Leaf(int depth, KeyExpression key) {}

  Descriptor(KeyExpression key, List<Leaf> leaves, boolean isTweaked) {
    this.key = key;
    this.leaves = List.copyOf(leaves);
    this.isTweaked = isTweaked;
  }

  /**
   * Reads a descriptor with or without checksum.
   *
   * @throws Refusal {@code MALFORMED} that says where, {@code TOO_LARGE}
   */
  public static Descriptor parse(String descriptor) {
    return DescriptorParser.parse(descriptor);
  }

  /** Whether it stands for many outputs: it has a {@code *}. */
  public boolean isRanged() {
    return keys().anyMatch(KeyExpression::isRanged);
  }

  /** How many branches it has, such as 2 for {@code <0;1>}; 1 if it does not branch. */
  public int branches() {
    return keys().mapToInt(KeyExpression::branches).max().orElse(1);
  }

  /**
   * The key that the output pays to.
   *
   * @throws Refusal {@code MALFORMED} if there is no such position
   */
  public XOnlyPublicKey outputKey(Position position) {
    requirePosition(position);
    XOnlyPublicKey internal = key.key(position);
    Bytes root = leaves.isEmpty() ? null : tree(position).merkleRoot();
    return isTweaked ? Taproot.outputKey(internal, root) : internal;
  }

  private void requirePosition(Position position) {
    if (position.branch() >= branches() || (!isRanged() && position.index() > 0)) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "descriptor", "it has no output at %s".formatted(position));
    }
  }

  public Bytes scriptPubKey(Position position) {
    return Taproot.scriptPubKey(outputKey(position));
  }

  /**
   * The output's address.
   *
   * @throws Refusal {@code MALFORMED} if extended keys are for another network, or there is no such
   *     position
   */
  public String address(Position position, Network network) {
    if (!keys().allMatch(expression -> expression.isOf(network))) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "descriptor", "its extended keys are not for " + network);
    }
    return Taproot.address(outputKey(position), network);
  }

  /**
   * The groups whose keys are in the output.
   *
   * @param aggregate before BIP328 derivation and Taproot tweak
   * @param participants in the order of aggregation
   */
  public record Group(PublicKey aggregate, List<PublicKey> participants) {
    public Group {
      participants = List.copyOf(participants);
    }
  }

  /** The groups in the order of the descriptor. */
  public List<Group> groups(Position position) {
    return keys()
        .flatMap(expression -> expression.groups().stream())
        .map(musig -> new Group(musig.aggregate(position), musig.participants(position)))
        .toList();
  }

  /**
   * What a PSBT says of the output to those who can spend it.
   *
   * @throws Refusal {@code MALFORMED} if there is no such position
   */
  public TapOutput output(Position position) {
    requirePosition(position);
    TapTree tree = leaves.isEmpty() ? null : tree(position);
    Map<XOnlyPublicKey, KeyOrigin> origins = new LinkedHashMap<>();
    Map<XOnlyPublicKey, Set<Bytes>> scripts = new HashMap<>();
    key.sources(position).forEach(source -> origins.putIfAbsent(source.key(), source.origin()));
    for (int i = 0; tree != null && i < leaves.size(); i++) {
      for (KeyExpression.Source source : leaves.get(i).key().sources(position)) {
        origins.putIfAbsent(source.key(), source.origin());
        scripts
            .computeIfAbsent(source.key(), unseen -> new TreeSet<>())
            .add(tree.leaves().get(i).hash());
      }
    }
    List<TapBip32Derivation> derivations = new ArrayList<>();
    origins.forEach(
        (at, origin) ->
            derivations.add(
                new TapBip32Derivation(
                    at.bytes(), List.copyOf(scripts.getOrDefault(at, Set.of())), origin)));
    List<Musig2Participants> groups =
        groups(position).stream()
            .distinct()
            .map(group -> new Musig2Participants(group.aggregate(), group.participants()))
            .toList();
    return new TapOutput(isTweaked ? key.key(position) : null, tree, derivations, groups);
  }

  Descriptor requireSameBranches() {
    boolean same =
        keys().mapToInt(KeyExpression::branches).filter(count -> count > 1).distinct().count() <= 1;
    if (!same) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "descriptor", "all <;> must have as many numbers");
    }
    return this;
  }

  private Stream<KeyExpression> keys() {
    return Stream.concat(Stream.of(key), leaves.stream().map(Leaf::key));
  }

  private TapTree tree(Position position) {
    List<TapTree.Leaf> scripts = new ArrayList<>();
    for (Leaf leaf : leaves) {
      Bytes pushed = leaf.key().key(position).bytes();
      Bytes script = Bytes.fromHex("20" + pushed.hex() + "ac"); // <key> OP_CHECKSIG
      scripts.add(TapTree.Leaf.of(leaf.depth(), script));
    }
    return new TapTree(scripts);
  }
}
