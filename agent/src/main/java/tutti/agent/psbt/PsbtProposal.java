package tutti.agent.psbt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tutti.agent.proposal.Derivation;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.ItemKeys;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.psbt.Musig2Participants;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtUpdate;
import tutti.transactions.signing.ItemProgress;
import tutti.transactions.signing.PsbtItem;
import tutti.transactions.signing.SigningPlan;

/**
 * The transaction that a request is about. It is derived from the PSBT alone; that the request says
 * the same in its items was compared.
 *
 * @param plan all that groups sign in the PSBT
 * @param summary what it does with money
 * @param items what the request has signed, item by item of it
 */
public record PsbtProposal(SigningPlan plan, MoneySummary summary, List<PsbtItem> items) {
  /** Satisfies nothing; wallets sign no input that has a witness. */
  private static final List<Bytes> NOT_FOR_THE_WALLET = List.of(Bytes.EMPTY);

  public PsbtProposal {
    items = List.copyOf(items);
  }

  /** The transaction of a request, if it is about one. */
  public static Optional<PsbtProposal> ifAny(SigningRequest request) {
    return isOf(request) ? Optional.of(of(request)) : Optional.empty();
  }

  /** The same, derived once for all who ask. */
  public static Optional<PsbtProposal> ifAny(VerifiedRequest verified) {
    return isOf(verified.request()) ? Optional.of(of(verified)) : Optional.empty();
  }

  /**
   * The transaction of a request of the scheme {@code psbt}, derived once for all who ask.
   *
   * @throws Refusal as {@link #of(SigningRequest)} does
   */
  public static PsbtProposal of(VerifiedRequest verified) {
    return verified.derived(PsbtProposal.class, PsbtProposal::of);
  }

  private static boolean isOf(SigningRequest request) {
    return SigningRequest.PSBT.equals(request.scheme());
  }

  /**
   * Derives the transaction of a request of the scheme {@code psbt}.
   *
   * @throws Refusal that names the field: {@code CONFLICT} if the request says something else than
   *     its PSBT, another code if the PSBT is wrong in itself
   */
  public static PsbtProposal of(SigningRequest request) {
    return Derivation.of(request, PsbtProposal::derived);
  }

  private static PsbtProposal derived(SigningRequest request) {
    String text = request.psbt();
    if (text == null) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "psbt", "is missing");
    }
    if (request.suiteOrDefault() != Suite.BIP327) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "suite", "PSBTs are signed in suite bip327");
    }
    SigningPlan plan = SigningPlan.of(Psbt.decodeBase64(text));
    List<PsbtItem> items = matched(request, plan);
    return new PsbtProposal(plan, plan.summary(items), items);
  }

  public Psbt psbt() {
    return plan.psbt();
  }

  /** Those that the request asks to sign. */
  public Set<Musig2Participants> groups() {
    return items.stream().map(PsbtItem::group).collect(Collectors.toSet());
  }

  /** How far the group has come with an item of the request, as a later PSBT has it. */
  public ItemProgress progress(Psbt later, int item) {
    var described =
        new SigningPlan(later, plan.transaction(), plan.spent(), List.of(items.get(item)));
    return ItemProgress.of(described, items.get(item));
  }

  /**
   * What a wallet is given of a PSBT: inputs that the request does not sign look finished there.
   * Otherwise many a wallet would sign, with whatever key it has, what nobody has asked it for.
   */
  public Psbt forWallet(Psbt later) {
    Set<Integer> asked = items.stream().map(PsbtItem::input).collect(Collectors.toSet());
    Psbt given = later;
    for (int input = 0; input < plan.spent().size(); input++) {
      if (!asked.contains(input) && !later.inputs().get(input).isFinal()) {
        given = PsbtUpdate.withFinalWitness(given, input, NOT_FOR_THE_WALLET);
      }
    }
    return given;
  }

  /** Items are in the order of the plan; what the group need not sign may be left out. */
  private static List<PsbtItem> matched(SigningRequest request, SigningPlan plan) {
    List<PsbtItem> matched = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < request.items().size(); i++) {
      int at = position(request, i, plan.items(), from);
      requireUnsigned(plan, plan.items().get(at));
      matched.add(plan.items().get(at));
      from = at + 1;
    }
    return matched;
  }

  private static int position(SigningRequest request, int index, List<PsbtItem> items, int from) {
    Refusal first = null;
    for (int at = from; at < items.size(); at++) {
      if (items.get(at).message().equals(request.items().get(index).message())) {
        Refusal difference = difference(request, index, items.get(at));
        if (difference == null) {
          return at;
        }
        first = first == null ? difference : first;
      }
    }
    throw first == null
        ? conflict(index, "message", "is no signature hash of the PSBT, or not in its order")
        : first;
  }

  private static @Nullable Refusal difference(SigningRequest request, int index, PsbtItem derived) {
    SigningItem item = request.items().get(index);
    if (!item.tweakList().equals(derived.keys().tweaks())) {
      return conflict(index, "tweaks", "do not lead to the key that the PSBT has signed for");
    }
    ItemKeys keys = request.itemKeys(item);
    List<PublicKey> participants = derived.participants();
    if (keys.bySigner().size() != participants.size()
        || !new HashSet<>(keys.bySigner()).equals(new HashSet<>(participants))) {
      return conflict(index, "keys", "are not the participants of the PSBT");
    }
    return keys.aggregated().equals(participants)
        ? null
        : Refusal.ofField(
            ErrorCode.CONFLICT,
            "keyOrder",
            "the PSBT aggregates the keys of item %d in another order".formatted(index));
  }

  private static void requireUnsigned(SigningPlan plan, PsbtItem item) {
    ItemProgress progress = ItemProgress.of(plan, item);
    boolean isNew =
        plan.psbt().inputs().get(item.input()).tapKeySig().isEmpty()
            && progress.signature().isEmpty()
            && progress.withoutNonce().equals(item.participants())
            && progress.withoutPartialSig().equals(item.participants());
    if (!isNew) {
      throw Refusal.ofField(
          ErrorCode.CONFLICT,
          "psbt.inputs[%d]".formatted(item.input()),
          "has nonces or signatures already, of which no session is known");
    }
  }

  private static Refusal conflict(int item, String field, String problem) {
    return Refusal.ofField(
        ErrorCode.CONFLICT,
        "items[%d].%s".formatted(item, field),
        "%s of item %d: %s".formatted(field, item, problem));
  }
}
