package tutti.chain;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.TxOutput;

/**
 * Looks at a chain again and again until something is as deep as somebody wants it. Listeners are
 * told what happens meanwhile; one that throws ends the watch with what it throws.
 */
public final class ChainWatcher {
  private final ChainClient chain;
  private final Duration interval;

  public ChainWatcher(ChainClient chain, Duration interval) {
    this.chain = chain;
    this.interval = interval;
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
                        Optional.of(new Sight<>(seen, seen.block(), seen.confirmations(), null))),
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
            () -> chain.unspent(script).thenApply(states -> deepest(states, script, amount)),
            goal,
            listener);
    ChainClient.Hints hints = chain.hints(script, watch::look);
    var unused = watch.reached().whenComplete((state, error) -> hints.close());
    return watch;
  }

  private <T> Watch<T> start(Watch.Look<T> look, Goal goal, Consumer<WatchEvent> listener) {
    Executor later = CompletableFuture.delayedExecutor(interval.toMillis(), TimeUnit.MILLISECONDS);
    Watch<T> watch = new Watch<>(look, goal, later, listener);
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
    return new Sight<>(state, state.block(), state.confirmations(), state.spending());
  }

  /** What one look shows. */
  record Sight<T>(
      T value,
      @Nullable BlockRef block,
      int confirmations,
      OutputState.@Nullable Spending spending) {}
}
