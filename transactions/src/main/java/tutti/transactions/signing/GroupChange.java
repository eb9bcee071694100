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

  private final Map<Musig2Participants, Set<SpentPlace>> groups = new HashMap<>();
  private final Effort effort = Effort.ofChange();

  /** Whether an output is the same as all that are spent, if moved to the place of the first. */
  private final Map<Owned, Boolean> same = new HashMap<>();

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
    Set<XOnlyPublicKey> spenders = spenders(internal.get(), tree);
    if (spenders.isEmpty() || !isScript(output.script(), internal.get(), tree)) {
      return Finding.NONE;
    }
    Finding found = Finding.NONE;
    for (Musig2Participants group : described.musig2Participants()) {
      Set<SpentPlace> places = groups.get(group);
      Map<XOnlyPublicKey, ChildPath> paths =
          places == null ? null : paths(group, spenders, described);
      if (places != null && paths != null) {
        Owned owned = new Owned(group.aggregate(), internal.get(), tree, paths);
        if (isNear(owned, places) && isSame(owned, places)) {
          return new Finding(group.aggregate(), null);
        }
        found = new Finding(null, owned.text());
      }
    }
    return found;
  }

  /** Whether the output is, but for the place, each of those that are spent. */
  private boolean isSame(Owned owned, Set<SpentPlace> places) {
    Owned first = moved(owned, places.iterator().next().path());
    if (first == null) {
      return false;
    }
    Boolean known = same.get(first);
    if (known == null) {
      known = places.stream().allMatch(place -> isSpent(moved(first, place.path()), place));
      same.put(first, known);
    }
    return known;
  }

  private boolean isSpent(@Nullable Owned owned, SpentPlace place) {
    return owned != null && isScript(place.script(), owned.internal(), owned.tree());
  }

  /** The same output at another place. */
  private @Nullable Owned moved(Owned owned, ChildPath place) {
    Map<XOnlyPublicKey, XOnlyPublicKey> keys = new HashMap<>();
    Map<XOnlyPublicKey, ChildPath> paths = new HashMap<>();
    for (Map.Entry<XOnlyPublicKey, ChildPath> key : owned.paths().entrySet()) {
      Optional<ChildPath> path = key.getValue().movedTo(place);
      if (path.isEmpty()) {
        return null;
      }
      XOnlyPublicKey there = KeyDerivation.at(owned.aggregate(), path.get(), effort);
      keys.put(key.getKey(), there);
      paths.put(there, path.get());
    }
    XOnlyPublicKey internal = keys.getOrDefault(owned.internal(), owned.internal());
    return new Owned(owned.aggregate(), internal, moved(owned.tree(), keys), paths);
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

  private boolean isScript(Bytes script, XOnlyPublicKey internal, @Nullable TapTree tree) {
    effort.spend(1 + (tree == null ? 0 : tree.leaves().size()));
    try {
      Bytes root = tree == null ? null : tree.merkleRoot();
      return Taproot.scriptPubKey(Taproot.outputKey(internal, root)).equals(script);
    } catch (IllegalArgumentException e) {
      return false; // the internal key is none
    }
  }

  /** Where the keys of an output are below the group's; null if one of them is not there. */
  private @Nullable Map<XOnlyPublicKey, ChildPath> paths(
      Musig2Participants group, Set<XOnlyPublicKey> keys, PsbtOutput described) {
    Map<XOnlyPublicKey, ChildPath> paths = new HashMap<>();
    for (XOnlyPublicKey key : keys) {
      Optional<ChildPath> path =
          KeyDerivation.path(group.aggregate(), key, described::tapBip32Derivation, effort);
      if (path.isEmpty()) {
        return null;
      }
      paths.put(key, path.get());
    }
    return paths;
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
}
