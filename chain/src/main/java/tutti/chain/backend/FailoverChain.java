package tutti.chain.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /** How long others are asked again when some have said no; they may be down for long. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

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
        .exceptionallyCompose(
            error ->
                CompletableFuture.failedFuture(
                    error instanceof TimeoutException ? asking.inVain() : error));
  }

  /** One question on its way through the servers; its rounds follow one another. */
  private final class Asking<T> {
    private final Function<ChainClient, CompletableFuture<T>> question;
    private final long start = System.nanoTime();
    private volatile @Nullable ChainException said;
    private volatile @Nullable ChainException trouble;
    private volatile boolean lockedOut;
    private long pause = FIRST_PAUSE;

    Asking(Function<ChainClient, CompletableFuture<T>> question) {
      this.question = question;
    }

    CompletableFuture<T> round() {
      long now = System.nanoTime();
      List<Server> order = new ArrayList<>(servers);
      order.sort(Comparator.comparing(server -> server.isResting(now)));
      lockedOut = true;
      return next(order, 0, true);
    }

    /** The first that helps; what one of them said is passed on only if all say no. */
    private CompletableFuture<T> next(List<Server> order, int at, boolean unanimous) {
      if (at == order.size()) {
        ChainException no = said;
        return unanimous && no != null ? CompletableFuture.failedFuture(no) : again();
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
                ChainException why = named(server, ChainException.of(error));
                if (why.code().isAnswer()) {
                  server.helped();
                  lockedOut = false;
                  said = stronger(said, why);
                  return next(order, at + 1, unanimous);
                }
                server.failed(ChainException.of(error));
                lockedOut &= why.code() == Code.UNAUTHORIZED;
                trouble = why;
                return left(deadline) <= 0
                    ? CompletableFuture.failedFuture(inVain())
                    : next(order, at + 1, false);
              });
    }

    private CompletableFuture<T> started(Server server) {
      try {
        return question.apply(server.chain);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    /** After a pause; those that said no may know more by then, too. */
    private CompletableFuture<T> again() {
      ChainException why = trouble;
      long wait = Math.max(pause, why == null ? 0 : why.retryAfter().toMillis());
      long jittered = wait + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
      pause = Math.min(LONGEST_PAUSE, 2 * pause);
      long left = said == null ? left(deadline) : Math.min(left(deadline), left(SECOND_LOOK));
      return lockedOut || jittered >= left
          ? CompletableFuture.failedFuture(inVain())
          : ChainThreads.after(Duration.ofMillis(jittered)).thenCompose(rested -> round());
    }

    private long left(Duration time) {
      return time.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Why there is no answer; the last trouble says more than that there was no time left. */
    ChainException inVain() {
      ChainException no = said;
      ChainException why = trouble;
      if (why == null) {
        why = new ChainException(Code.TIMEOUT, "no answer in time");
      }
      if (no == null) {
        return why;
      }
      // A node's reason to refuse stands. That one does not know something says nothing while
      // another one, which may know it, cannot be asked.
      return new ChainException(
          no.code() == Code.REJECTED ? Code.REJECTED : Code.UNAVAILABLE,
          "%s; %s".formatted(no.getMessage(), why.getMessage()));
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
