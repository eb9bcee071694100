package tutti.chain.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
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
 * until the deadline. One that failed is asked last for a while, longer each time.
 */
public final class FailoverChain implements ChainClient {
  private static final Logger LOG = LoggerFactory.getLogger(FailoverChain.class);
  private static final long FIRST_PAUSE = 200;
  private static final long LONGEST_PAUSE = 30_000;

  private final List<Server> servers;
  private final Duration deadline;

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
    return ask(ChainClient::tip);
  }

  @Override
  public CompletableFuture<ChainTransaction> transaction(Txid id) {
    return ask(chain -> chain.transaction(id));
  }

  @Override
  public CompletableFuture<OutputState> output(Outpoint outpoint) {
    return ask(chain -> chain.output(outpoint));
  }

  @Override
  public CompletableFuture<List<OutputState>> unspent(Bytes script) {
    return ask(chain -> chain.unspent(script));
  }

  @Override
  public CompletableFuture<Txid> broadcast(BitcoinTransaction transaction) {
    return ask(chain -> chain.broadcast(transaction));
  }

  @Override
  public CompletableFuture<FeeRate> feeRate(int blocks) {
    return ask(chain -> chain.feeRate(blocks));
  }

  @Override
  public Txid identity(BitcoinTransaction transaction) {
    return servers.get(0).chain.identity(transaction);
  }

  @Override
  public Hints hints(Bytes script, Runnable hint) {
    List<Hints> all = servers.stream().map(server -> server.chain.hints(script, hint)).toList();
    return () -> all.forEach(Hints::close);
  }

  @Override
  public void close() {
    servers.forEach(server -> server.chain.close());
  }

  private <T> CompletableFuture<T> ask(Function<ChainClient, CompletableFuture<T>> question) {
    var asking = new Asking<>(question);
    return asking
        .round()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(error -> CompletableFuture.failedFuture(asking.why(error)));
  }

  /** One question on its way through the servers. */
  private final class Asking<T> {
    private final Function<ChainClient, CompletableFuture<T>> question;
    private final long end = System.nanoTime() + deadline.toNanos();
    private volatile @Nullable ChainException last;
    private long pause = FIRST_PAUSE;

    Asking(Function<ChainClient, CompletableFuture<T>> question) {
      this.question = question;
    }

    CompletableFuture<T> round() {
      long now = System.nanoTime();
      List<Server> order = new ArrayList<>(servers);
      order.sort(Comparator.comparing(server -> server.isResting(now)));
      return next(order, 0, null);
    }

    /** The first that helps; what one of them said is passed on only if none can say more. */
    private CompletableFuture<T> next(List<Server> order, int at, @Nullable ChainException said) {
      if (at == order.size()) {
        return said == null ? again() : CompletableFuture.failedFuture(said);
      }
      Server server = order.get(at);
      return started(server)
          .thenApply(
              value -> {
                server.helped();
                return value;
              })
          .exceptionallyCompose(
              error -> {
                ChainException why = ChainException.of(error);
                if (why.code().isAnswer()) {
                  server.helped();
                  return next(order, at + 1, stronger(said, named(server, why)));
                }
                ChainException trouble = named(server, why);
                last = trouble;
                server.failed(why);
                return expired()
                    ? CompletableFuture.failedFuture(said == null ? trouble : said)
                    : next(order, at + 1, said);
              });
    }

    private CompletableFuture<T> started(Server server) {
      try {
        return question.apply(server.chain);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private CompletableFuture<T> again() {
      long wait = Math.max(pause, last == null ? 0 : last.retryAfter().toMillis());
      long jittered = wait + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
      pause = Math.min(LONGEST_PAUSE, 2 * pause);
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      return jittered >= left
          ? CompletableFuture.failedFuture(why(new ChainException(Code.TIMEOUT, "no answer")))
          : ChainThreads.after(Duration.ofMillis(jittered)).thenCompose(rested -> round());
    }

    private boolean expired() {
      return System.nanoTime() - end >= 0;
    }

    /** The last trouble says more than that there was no time left. */
    ChainException why(Throwable error) {
      ChainException why = ChainException.of(error);
      ChainException earlier = last;
      return why.code() == Code.TIMEOUT && earlier != null ? earlier : why;
    }
  }

  private static ChainException named(Server server, ChainException why) {
    return new ChainException(why.code(), server.name + ": " + why.getMessage(), why.retryAfter());
  }

  /** That a transaction is refused says more than that it is not known, and that more than "no". */
  private static ChainException stronger(@Nullable ChainException one, ChainException other) {
    return one != null && rank(one.code()) >= rank(other.code()) ? one : other;
  }

  private static int rank(Code code) {
    return code == Code.REJECTED ? 2 : code == Code.NOT_FOUND ? 1 : 0;
  }

  /** One server and how it has behaved. */
  private static final class Server {
    private final String name;
    private final ChainClient chain;
    private long restUntil = System.nanoTime();
    private long rest = FIRST_PAUSE;

    Server(Named named) {
      this.name = named.name();
      this.chain = named.chain();
    }

    synchronized boolean isResting(long now) {
      return restUntil - now > 0;
    }

    synchronized void helped() {
      restUntil = System.nanoTime();
      rest = FIRST_PAUSE;
    }

    synchronized void failed(ChainException why) {
      long millis = Math.max(rest, why.retryAfter().toMillis());
      boolean isNew = rest == FIRST_PAUSE; // whoever watches asks again and again
      LOG.atLevel(isNew ? Level.WARN : Level.DEBUG)
          .log("{} is of no help: {} {}", name, why.code(), why.getMessage());
      restUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      rest = Math.min(LONGEST_PAUSE, 2 * rest);
    }
  }
}
