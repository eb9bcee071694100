package tutti.chain;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/**
 * Looks at a chain again and again until something is as deep as somebody wants it. Listeners are
 * told what happens meanwhile, on some thread of the common pool; one that throws ends the watch
 * with what it throws.
 */
public final class ChainWatcher {
  private final ChainClient chain;
  private final Duration interval;

  public ChainWatcher(ChainClient chain, Duration interval) {
    this.chain = chain;
    this.interval = interval;
  }

  /** The pause between two looks. */
  public Duration interval() {
    return interval;
  }

  /**
   * How deep, and until when.
   *
   * @param confirmations 0: it is enough that it waits for a block
   * @param patience later the watch fails with {@code TIMEOUT}
   */
  public record Goal(int confirmations, Duration patience) {}

  /** Watches a transaction. */
  public Watch<ChainTransaction> transaction(Txid id, Goal goal, Consumer<WatchEvent> listener) {
    return start(
        () ->
            chain
                .transaction(id)
                .thenApply(
                    seen ->
                        Optional.of(
                            new Sight<>(
                                seen, seen.id(), seen.block(), seen.confirmations(), null))),
        goal,
        listener);
  }

  /** Watches an output until it is deep enough and unspent. */
  public Watch<OutputState> output(Outpoint outpoint, Goal goal, Consumer<WatchEvent> listener) {
    return start(
        () -> chain.output(outpoint).thenApply(state -> Optional.of(sight(state))), goal, listener);
  }

  /**
   * Watches a script until an unspent output pays exactly an amount to it.
   *
   * @param amount null: any
   */
  public Watch<OutputState> script(
      Bytes script, @Nullable Long amount, Goal goal, Consumer<WatchEvent> listener) {
    Watch<OutputState> watch =
        start(
            () ->
                chain.unspent(script, amount).thenApply(states -> deepest(states, script, amount)),
            goal,
            listener);
    ChainClient.Hints hints = chain.hints(script, watch::look);
    var unused = watch.reached().whenComplete((state, error) -> hints.close());
    return watch;
  }

  private <T> Watch<T> start(Watch.Look<T> look, Goal goal, Consumer<WatchEvent> listener) {
    Watch<T> watch = new Watch<>(look, goal, interval, listener);
    watch.look();
    return watch;
  }

  private static Optional<Sight<OutputState>> deepest(
      List<OutputState> states, Bytes script, @Nullable Long amount) {
    return states.stream()
        .filter(state -> amount == null || state.output().equals(new TxOutput(amount, script)))
        .max(Comparator.comparingInt(OutputState::confirmations))
        .map(ChainWatcher::sight);
  }

  private static Sight<OutputState> sight(OutputState state) {
    return new Sight<>(
        state, state.outpoint(), state.block(), state.confirmations(), state.spending());
  }

  /**
   * What one look shows.
   *
   * @param subject what it is that was seen; of a script it may be another output each time
   */
  record Sight<T>(
      T value,
      Object subject,
      @Nullable BlockRef block,
      int confirmations,
      OutputState.@Nullable Spending spending) {}
}
