package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
 */
final class GroupChange {
  /** The point without a known private key that BIP341 gives. */
  private static final XOnlyPublicKey NOBODY =
      XOnlyPublicKey.fromHex("50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0");

  /** A push of 32 bytes, and OP_CHECKSIG. */
  private static final Pattern LONE_KEY = Pattern.compile("20[0-9a-f]{64}ac");

  private final Set<Musig2Participants> groups = new HashSet<>();

  /** Change of the groups of some items. */
  GroupChange(List<PsbtItem> items) {
    items.forEach(item -> groups.add(item.group()));
  }

  /** The aggregate key of the group that an output belongs to, and to nobody besides. */
  @Nullable PublicKey owner(TxOutput output, PsbtOutput described) {
    Optional<XOnlyPublicKey> internal = described.tapInternalKey();
    if (!output.isTaproot() || internal.isEmpty()) {
      return null;
    }
    Optional<TapTree> tree = described.tapTree();
    if (!leadsTo(output, internal.get(), tree)) {
      return null;
    }
    List<XOnlyPublicKey> spenders = spenders(internal.get(), tree);
    return described.musig2Participants().stream()
        .filter(groups::contains)
        .map(Musig2Participants::aggregate)
        .filter(aggregate -> !spenders.isEmpty() && areOf(aggregate, spenders, described))
        .findFirst()
        .orElse(null);
  }

  private static boolean leadsTo(TxOutput output, XOnlyPublicKey internal, Optional<TapTree> tree) {
    try {
      Bytes root = tree.map(TapTree::merkleRoot).orElse(null);
      return Taproot.scriptPubKey(Taproot.outputKey(internal, root)).equals(output.script());
    } catch (IllegalArgumentException e) {
      return false; // the internal key is none
    }
  }

  /** The keys that spend, if each does so alone; none if there are scripts of other kinds. */
  private static List<XOnlyPublicKey> spenders(XOnlyPublicKey internal, Optional<TapTree> tree) {
    List<XOnlyPublicKey> keys = new ArrayList<>();
    if (!internal.equals(NOBODY)) {
      keys.add(internal);
    }
    for (TapTree.Leaf leaf : tree.map(TapTree::leaves).orElse(List.of())) {
      String script = leaf.script().hex();
      if (!leaf.isTapscript() || !LONE_KEY.matcher(script).matches()) {
        return List.of();
      }
      keys.add(XOnlyPublicKey.fromHex(script.substring(2, script.length() - 2)));
    }
    return keys;
  }

  private static boolean areOf(
      PublicKey aggregate, List<XOnlyPublicKey> keys, PsbtOutput described) {
    return keys.stream()
        .allMatch(
            key -> KeyDerivation.tweaks(aggregate, key, described::tapBip32Derivation).isPresent());
  }
}
