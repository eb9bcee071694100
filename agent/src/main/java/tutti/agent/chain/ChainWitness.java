package tutti.agent.chain;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tutti.agent.BroadcastWitness;
import tutti.agent.Broadcaster;
import tutti.chain.ChainClient;
import tutti.chain.ChainTransaction;
import tutti.chain.ChainWatcher;
import tutti.chain.Watch;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;

/** Sees on the chain that a transaction is there, whoever brought it. */
public final class ChainWitness implements BroadcastWitness {
  private final ChainClient chain;
  private final ChainWatcher watcher;
  private final ResultTransaction result;
  private final int confirmations;
  private final Clock clock = Clock.systemUTC();

  /**
   * A witness.
   *
   * @param confirmations before which a transaction does not count as seen; usually 0
   */
  public ChainWitness(
      ChainClient chain, ChainWatcher watcher, ResultTransaction result, int confirmations) {
    this.chain = chain;
    this.watcher = watcher;
    this.result = result;
    this.confirmations = confirmations;
  }

  @Override
  public CompletionStage<String> sees(Broadcaster.Order order) {
    BitcoinTransaction transaction = result.of(order).orElse(null);
    if (transaction == null) {
      return CompletableFuture.failedFuture(
          Refusal.of(ErrorCode.CONFLICT, "the result is no transaction"));
    }
    Duration left = Duration.ofMillis(Math.max(1, order.deadline() - clock.millis()));
    Watch<ChainTransaction> watch =
        watcher.transaction(
            chain.identity(transaction), new ChainWatcher.Goal(confirmations, left), event -> {});
    // Its own future: whoever does not want to know any more cancels it, and so ends the watch.
    CompletableFuture<String> seen = new CompletableFuture<>();
    var unusedTelling =
        watch
            .reached()
            .whenComplete(
                (found, error) -> {
                  if (error == null) {
                    seen.complete(found.id().text());
                  } else {
                    seen.completeExceptionally(error);
                  }
                });
    var unusedClosing = seen.whenComplete((reference, error) -> watch.close());
    return seen;
  }
}
