package tutti.agent.lotus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.agent.proposal.Derivation;
import tutti.agent.session.VerifiedRequest;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.request.LotusSpend;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusItem;
import tutti.transactions.lotus.LotusPlan;
import tutti.transactions.lotus.LotusTransaction;

/**
 * The Lotus transaction that a request is about. It is derived from the transaction, what it spends
 * and the signers' keys alone; that the request says the same in its items was compared.
 *
 * @param plan all that the signers sign in it, item by item of the request
 * @param summary what it does with money
 */
public record LotusProposal(LotusPlan plan, MoneySummary summary) {
  /** The transaction of a request, if it is about one. */
  public static Optional<LotusProposal> ifAny(SigningRequest request) {
    return isOf(request) ? Optional.of(of(request)) : Optional.empty();
  }

  /** The same, derived once for all who ask. */
  public static Optional<LotusProposal> ifAny(VerifiedRequest verified) {
    return isOf(verified.request())
        ? Optional.of(verified.derived(LotusProposal.class, LotusProposal::of))
        : Optional.empty();
  }

  private static boolean isOf(SigningRequest request) {
    return SigningRequest.LOTUS.equals(request.scheme());
  }

  /**
   * Derives the transaction of a request of the scheme {@code lotus}.
   *
   * @throws Refusal that names the field: {@code CONFLICT} if the request says something else than
   *     its transaction, another code if the transaction is wrong in itself
   */
  public static LotusProposal of(SigningRequest request) {
    return Derivation.of(request, LotusProposal::derived);
  }

  private static LotusProposal derived(SigningRequest request) {
    LotusSpend spend = request.lotus();
    if (spend == null) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "lotus", "is missing");
    }
    LotusPlan plan = plan(spend, LotusGroup.of(request.orderedKeys()));
    requireSame(request, plan.items());
    return new LotusProposal(plan, plan.summary());
  }

  /**
   * The transaction with the signatures of a request, one per item.
   *
   * @throws Refusal {@code INVALID_SIGNATURE} with the input that nodes would not accept
   */
  public LotusTransaction signed(List<Signature> signatures) {
    return plan.signed(signatures);
  }

  static LotusPlan plan(LotusSpend spend, LotusGroup group) {
    try {
      return LotusPlan.of(transaction(spend), spent(spend), group);
    } catch (Refusal refusal) {
      throw refusal.within(SigningRequest.LOTUS);
    }
  }

  private static LotusTransaction transaction(LotusSpend spend) {
    try {
      return LotusTransaction.read(spend.transaction());
    } catch (Refusal refusal) {
      throw refusal.within("transaction");
    }
  }

  private static List<TxOutput> spent(LotusSpend spend) {
    List<TxOutput> spent = new ArrayList<>();
    for (LotusSpend.Output output : spend.spentOutputs()) {
      try {
        spent.add(new TxOutput(output.amount(), output.script()));
      } catch (Refusal refusal) {
        throw refusal.within("spentOutputs[%d]".formatted(spent.size()));
      }
    }
    return spent;
  }

  /** Of each input of the signers there is one item; all are signed or none. */
  private static void requireSame(SigningRequest request, List<LotusItem> derived) {
    List<SigningItem> items = request.items();
    if (items.size() != derived.size()) {
      throw conflict(
          "items",
          "%d of them, but the signers spend %d inputs".formatted(items.size(), derived.size()));
    }
    for (int i = 0; i < items.size(); i++) {
      String item = "items[%d]".formatted(i);
      if (!items.get(i).message().equals(derived.get(i).message())) {
        throw conflict(item + ".message", "is not the signature hash of the input");
      }
      if (!items.get(i).tweakList().equals(derived.get(i).keys().tweaks())) {
        throw conflict(item + ".tweaks", "do not lead to the key of the output that is spent");
      }
      if (items.get(i).keys() != null) {
        throw conflict(item + ".keys", "are not the signers' own");
      }
    }
  }

  private static Refusal conflict(String field, String problem) {
    return Refusal.ofField(ErrorCode.CONFLICT, field, field + " " + problem);
  }
}
