package tutti.chain.backend;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tutti.chain.ChainClient;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;

/** One server and how it has behaved. One that failed rests: others are preferred meanwhile. */
final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(FailoverChain.class);
  static final long FIRST_REST = 200;
  static final long LONGEST_REST = 30_000;
  private static final long REST_OF_LIARS = 300_000;

  private final String name;
  private final ChainClient chain;
  private long restUntil = System.nanoTime();
  private long aloneUntil = restUntil;
  private long rest = FIRST_REST;

  Server(FailoverChain.Named named) {
    this.name = named.name();
    this.chain = named.chain();
  }

  ChainClient chain() {
    return chain;
  }

  /** Asks it for so long at most; not at all while it wants to be left alone. */
  <T> CompletableFuture<T> ask(Function<ChainClient, CompletableFuture<T>> to, long millis) {
    Duration alone = alone();
    if (!alone.isZero()) {
      return CompletableFuture.failedFuture(
          named(new ChainException(Code.RATE_LIMITED, "wants to be left alone", alone)));
    }
    // Whoever waits is told elsewhere than on the thread that keeps all times of this process.
    return started(to)
        .copy()
        .orTimeout(millis, TimeUnit.MILLISECONDS)
        .thenApply(this::helped)
        .exceptionallyComposeAsync(this::failed);
  }

  synchronized boolean isResting() {
    return restUntil - System.nanoTime() > 0;
  }

  /** How much longer it wants to be left alone; zero: it does not. */
  synchronized Duration alone() {
    long left = TimeUnit.NANOSECONDS.toMillis(aloneUntil - System.nanoTime());
    return Duration.ofMillis(Math.max(0, left));
  }

  private <T> CompletableFuture<T> started(Function<ChainClient, CompletableFuture<T>> to) {
    try {
      return to.apply(chain);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized <T> T helped(T value) {
    if (!isResting()) {
      rest = FIRST_REST;
    }
    return value;
  }

  private <T> CompletableFuture<T> failed(Throwable error) {
    ChainException why = ChainException.of(error);
    if (!why.code().isAnswer() && !why.code().isOwn()) {
      blame(why);
    }
    return CompletableFuture.failedFuture(named(why));
  }

  private synchronized void blame(ChainException why) {
    long now = System.nanoTime();
    if (!why.retryAfter().isZero()) {
      aloneUntil = now + why.retryAfter().toNanos();
    }
    if (isResting()) {
      return; // several questions have met the same trouble
    }
    boolean isNew = rest == FIRST_REST; // whoever watches asks again and again
    LOG.atLevel(isNew ? Level.WARN : Level.DEBUG)
        .log("{} is of no help: {} {}", name, why.code(), why.getMessage());
    long millis =
        switch (why.code()) {
          case BAD_ANSWER -> REST_OF_LIARS;
          case TIMEOUT -> LONGEST_REST;
          default -> rest;
        };
    restUntil = now + TimeUnit.MILLISECONDS.toNanos(millis);
    rest = Math.min(LONGEST_REST, 2 * rest);
  }

  private ChainException named(ChainException why) {
    return new ChainException(why.code(), name + ": " + why.getMessage(), why.retryAfter());
  }
}
