package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Taproot;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.psbt.Musig2Participants;
import tutti.transactions.psbt.PsbtOutput;
import tutti.transactions.psbt.TapTree;

/**
 * Which outputs come back to groups that spend. What is said of an output is tried, not believed;
 * whatever cannot be proven is no change.
 *
 * <p>It is not enough that only the group has the keys: nobody would find them at a path that
 * nobody looks at. So an output is change if it is the same as the outputs that the group spends,
 * at another place: with the keys of theirs it has their scripts. It must be so for all of them, as
 * anybody can send a little to a place of the group that nobody looks at.
 */
final class GroupChange {
  /** The point without a known private key that BIP341 gives. */
  private static final XOnlyPublicKey NOBODY =
      XOnlyPublicKey.fromHex("50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0");

  /** A push of 32 bytes, and OP_CHECKSIG. */
  private static final Pattern LONE_KEY = Pattern.compile("20[0-9a-f]{64}ac");

  /** A stranger's PSBT may have many outputs; what comes after so many keys is not change. */
  private static final int MAX_DERIVED = 4_096;

  private final Map<Musig2Participants, Set<SpentPlace>> groups = new HashMap<>();
  private int derived;

  /** An output that a group spends: where its keys are below the aggregate, and its script. */
  private record SpentPlace(ChildPath path, Bytes script) {}

  /** An output that only a group can spend: by the keys at these paths, and by nothing else. */
  private record Owned(
      PublicKey aggregate,
      XOnlyPublicKey internal,
      @Nullable TapTree tree,
      Map<XOnlyPublicKey, ChildPath> paths) {
    String text() {
      return paths.values().stream()
          .map(path -> path.isEmpty() ? "the aggregate key itself" : path.toString())
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * What was found of an output.
   *
   * @param changeOf the aggregate key of the group that it comes back to; null if it is no change
   * @param unwatched where the group has the key, if it is no change for the reason that nobody
   *     looks there
   */
  record Finding(@Nullable PublicKey changeOf, @Nullable String unwatched) {
    static final Finding NONE = new Finding(null, null);
  }

  /** Change of the groups of some items. */
  GroupChange(SigningPlan plan, List<PsbtItem> items) {
    for (PsbtItem item : items) {
      Bytes script = plan.spent().get(item.input()).script();
      groups
          .computeIfAbsent(item.group(), group -> new LinkedHashSet<>())
          .add(new SpentPlace(plan.path(item), script));
    }
  }

  /** The group that an output belongs to, and to nobody besides. */
  Finding of(TxOutput output, PsbtOutput described) {
    Optional<XOnlyPublicKey> internal = described.tapInternalKey();
    boolean isNamed = described.musig2Participants().stream().anyMatch(groups::containsKey);
    if (!isNamed || !output.isTaproot() || internal.isEmpty()) {
      return Finding.NONE;
    }
    TapTree tree = described.tapTree().orElse(null);
    if (!mayDerive() || !isScript(output.script(), internal.get(), tree)) {
      return Finding.NONE;
    }
    Finding found = Finding.NONE;
    for (Musig2Participants group : described.musig2Participants()) {
      Set<SpentPlace> places = groups.get(group);
      Owned owned = places == null ? null : owned(group, internal.get(), tree, described);
      if (places != null && owned != null) {
        if (isNear(owned, places) && places.stream().allMatch(place -> isSame(owned, place))) {
          return new Finding(group.aggregate(), null);
        }
        found = new Finding(null, owned.text());
      }
    }
    return found;
  }

  /** Whether the output is one that is spent, but for the place. */
  private boolean isSame(Owned owned, SpentPlace place) {
    Map<XOnlyPublicKey, XOnlyPublicKey> moved = new HashMap<>();
    for (Map.Entry<XOnlyPublicKey, ChildPath> key : owned.paths().entrySet()) {
      Optional<ChildPath> path = key.getValue().movedTo(place.path());
      if (path.isEmpty() || !mayDerive()) {
        return false;
      }
      moved.put(key.getKey(), KeyDerivation.at(owned.aggregate(), path.get()));
    }
    XOnlyPublicKey internal = moved.getOrDefault(owned.internal(), owned.internal());
    return isScript(place.script(), internal, moved(owned.tree(), moved));
  }

  /** Whether wallets look there that know what is spent. */
  private static boolean isNear(Owned owned, Set<SpentPlace> places) {
    Set<List<Long>> ends = new HashSet<>();
    owned.paths().values().stream()
        .filter(path -> !path.isEmpty())
        .forEach(path -> ends.add(path.end()));
    List<ChildPath> spent = places.stream().map(SpentPlace::path).toList();
    return ends.size() <= 1
        && owned.paths().values().stream().allMatch(path -> path.isLookedAtBeside(spent));
  }

  private static @Nullable TapTree moved(
      @Nullable TapTree tree, Map<XOnlyPublicKey, XOnlyPublicKey> keys) {
    if (tree == null) {
      return null;
    }
    List<TapTree.Leaf> leaves = new ArrayList<>();
    for (TapTree.Leaf leaf : tree.leaves()) {
      XOnlyPublicKey key = keys.getOrDefault(key(leaf), key(leaf));
      leaves.add(TapTree.Leaf.of(leaf.depth(), Bytes.fromHex("20" + key.hex() + "ac")));
    }
    return new TapTree(leaves);
  }

  private static boolean isScript(Bytes script, XOnlyPublicKey internal, @Nullable TapTree tree) {
    try {
      Bytes root = tree == null ? null : tree.merkleRoot();
      return Taproot.scriptPubKey(Taproot.outputKey(internal, root)).equals(script);
    } catch (IllegalArgumentException e) {
      return false; // the internal key is none
    }
  }

  /** The output as the group's, if each of its keys is, and each spends alone. */
  private @Nullable Owned owned(
      Musig2Participants group,
      XOnlyPublicKey internal,
      @Nullable TapTree tree,
      PsbtOutput described) {
    Map<XOnlyPublicKey, ChildPath> paths = new HashMap<>();
    for (XOnlyPublicKey key : spenders(internal, tree)) {
      Optional<ChildPath> path =
          mayDerive()
              ? KeyDerivation.path(group.aggregate(), key, described::tapBip32Derivation)
              : Optional.empty();
      if (path.isEmpty()) {
        return null;
      }
      paths.put(key, path.get());
    }
    return paths.isEmpty() ? null : new Owned(group.aggregate(), internal, tree, paths);
  }

  /** The keys that spend, if each does so alone; none if there are scripts of other kinds. */
  private static Set<XOnlyPublicKey> spenders(XOnlyPublicKey internal, @Nullable TapTree tree) {
    Set<XOnlyPublicKey> keys = new LinkedHashSet<>();
    if (!internal.equals(NOBODY)) {
      keys.add(internal);
    }
    for (TapTree.Leaf leaf : tree == null ? List.<TapTree.Leaf>of() : tree.leaves()) {
      if (!leaf.isTapscript() || !LONE_KEY.matcher(leaf.script().hex()).matches()) {
        return Set.of();
      }
      keys.add(key(leaf));
    }
    return keys;
  }

  private static XOnlyPublicKey key(TapTree.Leaf leaf) {
    return new XOnlyPublicKey(leaf.script().slice(1, leaf.script().length() - 1));
  }

  private boolean mayDerive() {
    derived++;
    return derived <= MAX_DERIVED;
  }
}
