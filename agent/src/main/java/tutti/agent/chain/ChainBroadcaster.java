package tutti.agent.chain;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tutti.agent.Broadcaster;
import tutti.chain.ChainClient;
import tutti.chain.ChainTransaction;
import tutti.chain.ChainWatcher;
import tutti.chain.Watch;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;

/**
 * Brings transactions into a block chain. It says that it has done so only once the network shows
 * the transaction; until then, and no longer than it is its turn, it looks.
 */
public final class ChainBroadcaster implements Broadcaster {
  private final ChainClient chain;
  private final ChainWatcher watcher;
  private final ResultTransaction result;
  private final int confirmations;
  private final Clock clock;

  /**
   * A broadcaster.
   *
   * @param confirmations before which a transaction does not count as out; usually 0
   */
  public ChainBroadcaster(
      ChainClient chain, ChainWatcher watcher, ResultTransaction result, int confirmations) {
    this.chain = chain;
    this.watcher = watcher;
    this.result = result;
    this.confirmations = confirmations;
    this.clock = Clock.systemUTC();
  }

  @Override
  public CompletionStage<String> broadcast(Order order) {
    BitcoinTransaction transaction = result.of(order).orElse(null);
    if (transaction == null) {
      return CompletableFuture.failedFuture(
          Refusal.of(ErrorCode.CONFLICT, "the result is no transaction that can be broadcast"));
    }
    return chain
        .broadcast(transaction)
        .thenCompose(
            id -> {
              Duration left = Duration.ofMillis(Math.max(1, order.deadline() - clock.millis()));
              Watch<ChainTransaction> watch =
                  watcher.transaction(id, new ChainWatcher.Goal(confirmations, left), event -> {});
              return watch.reached();
            })
        .thenApply(seen -> seen.id().text());
  }
}
