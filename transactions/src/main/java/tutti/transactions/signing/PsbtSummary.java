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

  /** A push of 32 bytes, and OP_CHECKSIG. */
  private static final Pattern LONE_KEY = Pattern.compile("20[0-9a-f]{64}ac");

  public PsbtSummary {
    outputs = List.copyOf(outputs);
  }

  /**
   * An output.
   *
   * @param changeOf the group's aggregate key, if the output demonstrably belongs to a group that
   *     spends, and to nobody besides; whatever cannot be proven is no change
   */
  public record Payment(long amount, Bytes script, @Nullable PublicKey changeOf) {}

  /**
   * Adds it up.
   *
   * @param items whose groups count as those that spend: what goes to others is no change, though
   *     they spend in the same transaction
   * @throws Refusal {@code MALFORMED} if more is paid than spent
   */
  public static PsbtSummary of(SigningPlan plan, List<PsbtItem> items) {
    Set<Musig2Participants> groups = new HashSet<>();
    items.forEach(item -> groups.add(item.group()));
    List<Payment> payments = new ArrayList<>();
    List<PsbtOutput> described = plan.psbt().outputs();
    for (int i = 0; i < described.size(); i++) {
      TxOutput output = plan.transaction().outputs().get(i);
      payments.add(
          new Payment(output.amount(), output.script(), owner(output, described.get(i), groups)));
    }
    long in = sum(plan.spent());
    long out = sum(plan.transaction().outputs());
    if (out > in) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "psbt.outputs", "%d satoshis are paid of %d".formatted(out, in));
    }
    return new PsbtSummary(in, out, payments);
  }

  /** The summary for whoever belongs to none of the groups, or to all. */
  public static PsbtSummary of(SigningPlan plan) {
    return of(plan, plan.items());
  }

  /** The summary of a PSBT. */
  public static PsbtSummary of(Psbt psbt) {
    return of(SigningPlan.of(psbt));
  }

  public long fee() {
    return in - out;
  }

  private static long sum(List<TxOutput> outputs) {
    try {
      return outputs.stream().mapToLong(TxOutput::amount).reduce(0, Math::addExact);
    } catch (ArithmeticException e) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "psbt.outputs", "more money than there is");
    }
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
