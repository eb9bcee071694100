package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.VerifyEngine;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.bitcoin.TaprootSighash;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.psbt.Musig2Participants;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtInput;
import tutti.transactions.psbt.PsbtOutput;
import tutti.transactions.psbt.TapLeafScript;

/**
 * Everything that groups sign in a PSBT. It follows from the PSBT alone, so that everyone who has
 * it finds the same; whatever does not fit together is refused.
 *
 * @param psbt what it was derived from
 * @param transaction without signatures
 * @param spent the outputs that the inputs spend, in their order
 * @param items by input; of one input the key path first, then scripts in the order of the PSBT
 */
public record SigningPlan(
    Psbt psbt, BitcoinTransaction transaction, List<TxOutput> spent, List<PsbtItem> items) {
  /** Signature hashes take all inputs, each; so there is a bound to them. */
  static final int MAX_INPUTS = 1_000;

  private static final int MAX_TARGETS = 2_000;

  /** Nodes hash all inputs and outputs for each signature; so does whoever runs the scripts. */
  private static final long MAX_HASHED = 2_000_000;

  /** A thousand participants with seven inputs, or a hundred with eighty. */
  private static final int MAX_AGGREGATED = 8_192;

  static final VerifyEngine ENGINE = Engines.bouncyCastle();

  public SigningPlan {
    spent = List.copyOf(spent);
    items = List.copyOf(items);
  }

  /**
   * Derives what is to be signed.
   *
   * @throws Refusal that names the field that is missing or does not fit the others
   */
  public static SigningPlan of(Psbt psbt) {
    return of(psbt, Effort.ofInputs());
  }

  static SigningPlan of(Psbt psbt, Effort effort) {
    BitcoinTransaction transaction = psbt.transaction();
    if (transaction.inputs().size() > MAX_INPUTS) {
      throw Refusal.ofField(
          ErrorCode.TOO_LARGE, "psbt.inputs", "more than %d inputs".formatted(MAX_INPUTS));
    }
    requireFew(psbt, transaction.inputs().size() + transaction.outputs().size());
    List<TxOutput> spent = spent(psbt, transaction);
    TaprootSighash sighash = new TaprootSighash(transaction, spent);
    List<PsbtItem> items = new ArrayList<>();
    for (int i = 0; i < spent.size(); i++) {
      PsbtInput input = psbt.inputs().get(i);
      for (SigningTarget target : targets(input, i, spent.get(i), effort)) {
        items.add(item(input, i, target, sighash));
      }
    }
    return new SigningPlan(psbt, transaction, spent, items);
  }

  /** Each key that a group may have costs some multiplications, and some of each participant. */
  private static void requireFew(Psbt psbt, int ends) {
    long targets = 0;
    long aggregated = 0;
    for (PsbtInput input : psbt.inputs()) {
      long keys = 1 + input.tapLeafScripts().stream().mapToLong(leaf -> leaf.keys().size()).sum();
      for (Musig2Participants group : input.musig2Participants()) {
        targets += keys;
        aggregated += keys * group.participants().size();
      }
    }
    if (targets * ends > MAX_HASHED) {
      throw Refusal.ofField(
          ErrorCode.TOO_LARGE,
          "psbt",
          "%d keys of groups are too many for %d inputs and outputs".formatted(targets, ends));
    }
    if (targets > MAX_TARGETS || aggregated > MAX_AGGREGATED) {
      throw Refusal.ofField(
          ErrorCode.TOO_LARGE,
          "psbt.inputs",
          "more than %d keys of groups, or %d of participants in them"
              .formatted(MAX_TARGETS, MAX_AGGREGATED));
    }
  }

  /** The items of an input. */
  public List<PsbtItem> items(int input) {
    return items.stream().filter(item -> item.input() == input).toList();
  }

  /** The items that a key takes part in. */
  public List<PsbtItem> itemsOf(PublicKey participant) {
    return items.stream().filter(item -> item.participants().contains(participant)).toList();
  }

  /** The script that an item is signed for; empty on the key path. */
  public Optional<Bytes> script(PsbtItem item) {
    Bytes hash = item.leafHash();
    if (hash == null) {
      return Optional.empty();
    }
    return psbt.inputs().get(item.input()).tapLeafScripts().stream()
        .filter(leaf -> leaf.leafHash().equals(hash))
        .map(TapLeafScript::script)
        .findFirst();
  }

  /**
   * What the transaction does with money.
   *
   * @param asked whose groups count as those that spend: what goes to others is no change, though
   *     they spend in the same transaction
   * @throws Refusal {@code MALFORMED} if more is paid than spent
   */
  public MoneySummary summary(List<PsbtItem> asked) {
    GroupChange change = new GroupChange(this, asked);
    List<MoneySummary.Payment> payments = new ArrayList<>();
    List<PsbtOutput> described = psbt.outputs();
    for (int i = 0; i < described.size(); i++) {
      TxOutput output = transaction.outputs().get(i);
      GroupChange.Finding found = change.of(output, described.get(i));
      payments.add(
          new MoneySummary.Payment(
              output.amount(), output.script(), found.changeOf(), found.unwatched()));
    }
    long in = sum(spent);
    long out = sum(transaction.outputs());
    if (out > in) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "psbt.outputs", "%d satoshis are paid of %d".formatted(out, in));
    }
    return new MoneySummary(in, out, payments);
  }

  /** The same for whoever belongs to none of the groups, or to all. */
  public MoneySummary summary() {
    return summary(items);
  }

  /** Where the key of an item is, below the aggregate key of its group. */
  ChildPath path(PsbtItem item) {
    PsbtInput input = psbt.inputs().get(item.input());
    XOnlyPublicKey output = new XOnlyPublicKey(spent.get(item.input()).script().slice(2, 34));
    XOnlyPublicKey key =
        item.isKeyPath() ? input.tapInternalKey().orElse(output) : item.signingKey().xOnly();
    return KeyDerivation.found(item.group().aggregate(), key, input::tapBip32Derivation)
        .orElseThrow();
  }

  private static long sum(List<TxOutput> outputs) {
    try {
      return TxOutput.sum(outputs);
    } catch (Refusal refusal) {
      throw refusal.within("psbt.outputs");
    }
  }

  /** Taproot signatures cover all outputs that are spent, so all must be known. */
  private static List<TxOutput> spent(Psbt psbt, BitcoinTransaction transaction) {
    List<TxOutput> spent = new ArrayList<>();
    List<PsbtInput> inputs = psbt.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      String path = path(i);
      try {
        spent.add(
            inputs
                .get(i)
                .spentOutput(transaction.inputs().get(i).outpoint())
                .orElseThrow(
                    () ->
                        Refusal.ofField(
                            ErrorCode.MALFORMED,
                            "witness_utxo",
                            "missing, but signatures need it")));
      } catch (Refusal refusal) {
        throw refusal.within(path);
      }
    }
    return spent;
  }

  private static List<SigningTarget> targets(
      PsbtInput input, int index, TxOutput spent, Effort effort) {
    if (input.isFinal() || !spent.isTaproot()) {
      return List.of();
    }
    try {
      return SigningTarget.of(input, spent, effort);
    } catch (Refusal refusal) {
      throw refusal.within(path(index));
    }
  }

  private static PsbtItem item(
      PsbtInput input, int index, SigningTarget target, TaprootSighash sighash) {
    try {
      SighashType type = input.sighashType();
      Bytes message = sighash.message(index, type, target.leafHash());
      return new PsbtItem(index, target.group(), target.keys(), target.leafHash(), type, message);
    } catch (Refusal refusal) {
      throw refusal.within(path(index));
    }
  }

  static String path(int input) {
    return "psbt.inputs[%d]".formatted(input);
  }
}
