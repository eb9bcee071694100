package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Taproot;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.psbt.Musig2Participants;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtOutput;
import tutti.transactions.psbt.TapTree;

/**
 * What a transaction does with money, for whoever decides about it.
 *
 * @param in sum of what is spent, in satoshis
 * @param out sum of what is paid
 * @param outputs in their order
 */
public record PsbtSummary(long in, long out, List<Payment> outputs) {
  /** The point without a known private key that BIP341 gives. */
  private static final XOnlyPublicKey NOBODY =
      XOnlyPublicKey.fromHex("50929b74c1a04954b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0");

  public PsbtSummary {
    outputs = List.copyOf(outputs);
  }

  /**
   * An output.
   *
   * @param changeOf the group's aggregate key, if the output demonstrably belongs to a group that
   *     spends; whatever cannot be proven is no change
   */
  public record Payment(long amount, Bytes script, @Nullable PublicKey changeOf) {}

  /**
   * Adds it up.
   *
   * @throws Refusal {@code MALFORMED} if more is paid than spent
   */
  public static PsbtSummary of(SigningPlan plan) {
    Set<Musig2Participants> groups = new HashSet<>();
    plan.items().forEach(item -> groups.add(item.group()));
    List<Payment> payments = new ArrayList<>();
    List<PsbtOutput> described = plan.psbt().outputs();
    for (int i = 0; i < described.size(); i++) {
      TxOutput output = plan.transaction().outputs().get(i);
      payments.add(
          new Payment(output.amount(), output.script(), owner(output, described.get(i), groups)));
    }
    long in = plan.spent().stream().mapToLong(TxOutput::amount).sum();
    long out = plan.transaction().outputs().stream().mapToLong(TxOutput::amount).sum();
    if (out > in) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "psbt.outputs", "%d satoshis are paid of %d".formatted(out, in));
    }
    return new PsbtSummary(in, out, payments);
  }

  /** The summary of a PSBT. */
  public static PsbtSummary of(Psbt psbt) {
    return of(SigningPlan.of(psbt));
  }

  public long fee() {
    return in - out;
  }

  private static @Nullable PublicKey owner(
      TxOutput output, PsbtOutput described, Set<Musig2Participants> groups) {
    Optional<XOnlyPublicKey> internal = described.tapInternalKey();
    if (!output.isTaproot() || internal.isEmpty()) {
      return null;
    }
    Optional<TapTree> tree = described.tapTree();
    if (!leadsTo(output, internal.get(), tree)) {
      return null;
    }
    // A key that nobody has leaves only the scripts; with one of a group, those do not count.
    List<XOnlyPublicKey> spenders =
        internal.get().equals(NOBODY) ? keys(tree) : List.of(internal.get());
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

  /** The keys of scripts that are each of one key only; none if there are others. */
  private static List<XOnlyPublicKey> keys(Optional<TapTree> tree) {
    List<TapTree.Leaf> leaves = tree.map(TapTree::leaves).orElse(List.of());
    List<XOnlyPublicKey> keys =
        leaves.stream()
            .map(leaf -> leaf.script().hex())
            .filter(script -> script.length() == 68 && script.matches("20.*ac"))
            .map(script -> XOnlyPublicKey.fromHex(script.substring(2, 66)))
            .toList();
    return keys.size() == leaves.size() ? keys : List.of();
  }

  private static boolean areOf(
      PublicKey aggregate, List<XOnlyPublicKey> keys, PsbtOutput described) {
    return keys.stream()
        .allMatch(
            key -> KeyDerivation.tweaks(aggregate, key, described::tapBip32Derivation).isPresent());
  }
}
