package tutti.chain.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;

/** One question on its way through the servers; its rounds follow one another. */
final class Asking<T> {
  /** How long others are asked again when some have said no; they may be down for long. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

  /** How long the other servers have to take what one has taken already. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Question<T> question;
  private final List<Server> servers;
  private final Duration deadline;
  private final BooleanSupplier closed;
  private final long start = System.nanoTime();
  private long pause = Server.FIRST_REST;
  private @Nullable ChainException said;
  private @Nullable ChainException trouble;
  private Round<T> round = new Round<>();

  Asking(Question<T> question, List<Server> servers, Duration deadline, BooleanSupplier closed) {
    this.question = question;
    this.servers = servers;
    this.deadline = deadline;
    this.closed = closed;
  }

  /** What one round has shown so far. */
  private static final class Round<T> {
    private boolean complete = true;
    private boolean lockedOut = true;
    private boolean contradicted;
    private @Nullable T doubted;
  }

  /** Asks; fails with ChainException only. */
  CompletableFuture<T> start() {
    List<Server> order = new ArrayList<>(servers);
    order.sort(Comparator.comparing(Server::isResting));
    round = new Round<>();
    return question.all() ? all(order) : next(order, 0);
  }

  /** Each server has its share of the time that is left, however slow those before it were. */
  private CompletableFuture<T> next(List<Server> order, int at) {
    if (at == order.size()) {
      return roundOver();
    }
    long share = left(deadline) / (order.size() - at);
    return order
        .get(at)
        .ask(question.to(), Math.max(1, share))
        .handle((value, error) -> error == null ? heard(value) : refused(error))
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found.get())
                    : next(order, at + 1));
  }

  private CompletableFuture<T> all(List<Server> order) {
    CompletableFuture<T> first = new CompletableFuture<>();
    List<CompletableFuture<Void>> each = new ArrayList<>();
    for (Server server : order) {
      each.add(
          server
              .ask(question.to(), Math.max(1, left(deadline)))
              .handle((value, error) -> error == null ? heard(value) : refused(error))
              .thenAccept(found -> found.ifPresent(first::complete)));
    }
    var everyone = CompletableFuture.allOf(each.toArray(CompletableFuture[]::new));
    var enough =
        first.thenComposeAsync(
            taken ->
                everyone.copy().completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS));
    return CompletableFuture.anyOf(everyone, enough)
        .thenComposeAsync(over -> first.isDone() ? first : roundOver());
  }

  private synchronized Optional<T> heard(T value) {
    round.lockedOut = false;
    if (question.doubted().test(value)) {
      round.doubted = value;
      return Optional.empty();
    }
    if (round.doubted == null) {
      return Optional.of(value);
    }
    round.contradicted = true;
    return Optional.empty();
  }

  private synchronized Optional<T> refused(Throwable error) {
    ChainException why = ChainException.of(error);
    if (why.code().isAnswer()) {
      round.lockedOut = false;
      said = stronger(said, why);
    } else {
      round.lockedOut &= why.code() == Code.UNAUTHORIZED;
      round.complete = false;
      trouble = why;
    }
    return Optional.empty();
  }

  /** What is a "no" counts only if every server has answered, and none has said otherwise. */
  private synchronized CompletableFuture<T> roundOver() {
    T doubted = round.doubted;
    if (round.contradicted) {
      trouble = new ChainException(Code.UNAVAILABLE, "the servers contradict each other");
    } else if (round.complete && doubted != null) {
      return CompletableFuture.completedFuture(doubted);
    } else if (round.complete && said != null) {
      return CompletableFuture.failedFuture(said);
    }
    return again();
  }

  /** After a pause; those that said no may know more by then, too. */
  private CompletableFuture<T> again() {
    long alone =
        servers.stream().mapToLong(server -> server.alone().toMillis()).min().orElseThrow();
    long wait = Math.max(pause, alone);
    long jittered = wait + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
    pause = Math.min(Server.LONGEST_REST, 2 * pause);
    boolean decided = said != null || round.doubted != null;
    long left = decided ? Math.min(left(deadline), left(SECOND_LOOK)) : left(deadline);
    return round.lockedOut || closed.getAsBoolean() || jittered >= left
        ? CompletableFuture.failedFuture(inVain())
        : ChainThreads.after(Duration.ofMillis(jittered)).thenCompose(rested -> start());
  }

  private long left(Duration time) {
    return time.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Why there is no answer; the last trouble says more than that there was no time left. */
  private ChainException inVain() {
    ChainException no = said;
    ChainException why = trouble;
    if (why == null) {
      why = new ChainException(Code.TIMEOUT, "no answer in time");
    }
    if (no == null || why.code() == Code.CLOSED) {
      return why;
    }
    // A node's reason to refuse stands. That one does not know something says nothing while
    // another one, which may know it, cannot be asked.
    return new ChainException(
        no.code() == Code.REJECTED ? Code.REJECTED : Code.UNAVAILABLE,
        "%s; %s".formatted(no.getMessage(), why.getMessage()));
  }

  /** That a transaction is refused says more than that it is not known, and that more than "no". */
  private static ChainException stronger(@Nullable ChainException one, ChainException other) {
    return one != null && rank(one.code()) >= rank(other.code()) ? one : other;
  }

  private static int rank(Code code) {
    return code == Code.REJECTED ? 2 : code == Code.NOT_FOUND ? 1 : 0;
  }
}
