package tutti.transactions.descriptor;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tutti.musig2.Bytes;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtInput;
import tutti.transactions.psbt.TapOutput;

/**
 * Says in a PSBT what a group's descriptor says of the outputs that are spent and paid to (BIP174,
 * Updater): for PSBTs of wallets and nodes that know no {@code musig()}.
 */
public final class PsbtUpdater {
  private final Descriptor descriptor;
  private final int range;

  /**
   * An updater for one descriptor.
   *
   * @param range how many indexes are looked at on each branch
   */
  public PsbtUpdater(Descriptor descriptor, int range) {
    this.descriptor = descriptor;
    this.range = descriptor.isRanged() ? range : 1;
  }

  /**
   * A PSBT that was updated.
   *
   * @param inputs which of them spend outputs of the descriptor; finished ones are not looked at
   * @param outputs which of them the descriptor has
   */
  public record Updated(Psbt psbt, Set<Integer> inputs, Set<Integer> outputs) {
    public Updated {
      inputs = Collections.unmodifiableSortedSet(new TreeSet<>(inputs));
      outputs = Collections.unmodifiableSortedSet(new TreeSet<>(outputs));
    }
  }

  /**
   * Updates whatever is of the descriptor; the rest stays as it is.
   *
   * @throws Refusal {@code CONFLICT} if something else is said there, {@code MALFORMED} if what an
   *     input says of the output that it spends is not true, {@code TOO_LARGE}
   */
  public Updated update(Psbt psbt) {
    Map<Integer, Bytes> spent = spent(psbt);
    Map<Integer, Bytes> paid = paid(psbt);
    Set<Bytes> wanted = new HashSet<>(spent.values());
    wanted.addAll(paid.values());
    Map<Bytes, Position> places = places(wanted);
    spent.values().retainAll(places.keySet());
    paid.values().retainAll(places.keySet());
    Psbt updated = psbt;
    for (Map.Entry<Integer, Bytes> input : spent.entrySet()) {
      updated = output(places, input.getValue()).spentBy(updated, input.getKey());
    }
    for (Map.Entry<Integer, Bytes> output : paid.entrySet()) {
      updated = output(places, output.getValue()).paidIn(updated, output.getKey());
    }
    return new Updated(Psbt.decode(updated.encode()), spent.keySet(), paid.keySet());
  }

  /** The scripts that inputs spend, where that is said and something is left to be signed. */
  private static Map<Integer, Bytes> spent(Psbt psbt) {
    BitcoinTransaction transaction = psbt.transaction();
    Map<Integer, Bytes> scripts = new TreeMap<>();
    for (int i = 0; i < psbt.inputs().size(); i++) {
      int index = i;
      PsbtInput input = psbt.inputs().get(i);
      if (!input.isFinal()) {
        try {
          input
              .spentOutput(transaction.inputs().get(i).outpoint())
              .ifPresent(output -> scripts.put(index, output.script()));
        } catch (Refusal refusal) {
          throw refusal.within("psbt.inputs[%d]".formatted(i));
        }
      }
    }
    return scripts;
  }

  private static Map<Integer, Bytes> paid(Psbt psbt) {
    List<TxOutput> outputs = psbt.transaction().outputs();
    Map<Integer, Bytes> scripts = new TreeMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      scripts.put(i, outputs.get(i).script());
    }
    return scripts;
  }

  /** Where the descriptor has these scripts, as far as it has them. */
  private Map<Bytes, Position> places(Set<Bytes> wanted) {
    Map<Bytes, Position> places = new HashMap<>();
    for (int index = 0; index < range && places.size() < wanted.size(); index++) {
      for (int branch = 0; branch < descriptor.branches(); branch++) {
        Position position = new Position(branch, index);
        Bytes script = descriptor.scriptPubKey(position);
        if (wanted.contains(script)) {
          places.put(script, position);
        }
      }
    }
    return places;
  }

  private TapOutput output(Map<Bytes, Position> places, Bytes script) {
    return descriptor.output(Objects.requireNonNull(places.get(script)));
  }
}
