package tutti.chain.backend;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.chain.BlockRef;
import tutti.chain.ChainClient;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.ChainSettings;
import tutti.chain.ChainTransaction;
import tutti.chain.FeeRate;
import tutti.chain.OutputState;
import tutti.chain.Txid;
import tutti.musig2.Bytes;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.Outpoint;

/**
 * Several servers of one chain, asked one after the other until one helps, and all of them again
 * until the deadline; a transaction goes to all of them. None can use up the time of the others.
 */
public final class FailoverChain implements ChainClient {
  private final List<Server> servers;
  private final Duration deadline;
  private volatile boolean closed;

  /**
   * Servers in the order in which they are preferred.
   *
   * @throws IllegalArgumentException if there is none
   */
  public FailoverChain(List<Named> servers, ChainSettings settings) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a chain needs a server");
    }
    this.servers = servers.stream().map(Server::new).toList();
    this.deadline = settings.deadline();
  }

  /** A server with the name that logs and messages give it. */
  public record Named(String name, ChainClient chain) {}

  @Override
  public CompletableFuture<BlockRef> tip() {
    return ask(Question.of(ChainClient::tip));
  }

  @Override
  public CompletableFuture<ChainTransaction> transaction(Txid id) {
    return ask(Question.of(chain -> chain.transaction(id)));
  }

  @Override
  public CompletableFuture<OutputState> output(Outpoint outpoint) {
    // A spender is easily invented, so that others have to say the same.
    return ask(new Question<>(chain -> chain.output(outpoint), state -> !state.isUnspent(), false));
  }

  @Override
  public CompletableFuture<List<OutputState>> unspent(Bytes script, @Nullable Long amount) {
    return ask(Question.of(chain -> chain.unspent(script, amount)));
  }

  @Override
  public CompletableFuture<Txid> broadcast(BitcoinTransaction transaction) {
    // To all: one that says that it has taken it may keep it to itself.
    return ask(new Question<>(chain -> chain.broadcast(transaction), id -> false, true));
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    return ask(Question.of(chain -> chain.feeRate(blocks)));
  }

  @Override
  public Txid identity(BitcoinTransaction transaction) {
    return servers.get(0).chain().identity(transaction);
  }

  @Override
  public Hints hints(Bytes script, Runnable hint) {
    List<Hints> all = servers.stream().map(server -> server.chain().hints(script, hint)).toList();
    return () -> all.forEach(Hints::close);
  }

  @Override
  public void close() {
    closed = true;
    servers.forEach(server -> server.chain().close());
  }

  private <T> CompletableFuture<T> ask(Question<T> question) {
    return closed
        ? CompletableFuture.failedFuture(new ChainException(Code.CLOSED, "it was closed"))
        : new Asking<>(question, servers, deadline, () -> closed).start();
  }
}
