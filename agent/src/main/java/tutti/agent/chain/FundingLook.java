package tutti.agent.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import tutti.agent.chain.Fundings.Funding;
import tutti.chain.ChainClient;
import tutti.chain.ChainException;
import tutti.chain.OutputState;

/**
 * Looks at the fundings of one request, a few at a time, until all are as they must be, or one is
 * wrong for good.
 */
final class FundingLook {
  /** So that a request with many inputs leaves servers time for other sessions. */
  private static final int AT_ONCE = 8;

  private final ChainClient chain;
  private final int confirmations;
  private final Duration interval;
  private final CompletableFuture<Void> decided = new CompletableFuture<>();
  private volatile List<RuntimeException> reasons = List.of();
  private volatile boolean impatient;

  FundingLook(ChainClient chain, int confirmations, Duration interval) {
    this.chain = chain;
    this.confirmations = confirmations;
    this.interval = interval;
  }

  /** Looks once. */
  CompletableFuture<Void> now(List<Funding> fundings) {
    round(fundings, false);
    return decided;
  }

  /** Looks again and again for so long, at those that are not there or not deep enough. */
  CompletableFuture<Void> until(List<Funding> fundings, Duration patience) {
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::losePatience);
    round(fundings, true);
    return decided;
  }

  private void round(List<Funding> fundings, boolean again) {
    if (decided.isDone()) {
      return;
    }
    Queue<Funding> toDo = new ConcurrentLinkedQueue<>(fundings);
    Queue<Pending> pending = new ConcurrentLinkedQueue<>();
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      lanes.add(lane(toDo, pending));
    }
    var unused =
        CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new))
            .thenRunAsync(() -> over(List.copyOf(pending), again));
  }

  /** One after the other, until there is none left or something is decided. */
  private CompletableFuture<Void> lane(Queue<Funding> toDo, Queue<Pending> pending) {
    Funding next = decided.isDone() ? null : toDo.poll();
    return next == null
        ? CompletableFuture.completedFuture(null)
        : look(next, pending).thenCompose(looked -> lane(toDo, pending));
  }

  private CompletableFuture<Void> look(Funding funding, Queue<Pending> pending) {
    return chain
        .output(funding.outpoint())
        .handleAsync(
            (state, error) -> error == null ? wrong(funding, state) : missing(funding, error))
        .thenAccept(reason -> note(funding, reason, pending));
  }

  private void note(Funding funding, Reason reason, Queue<Pending> pending) {
    if (reason instanceof Reason.ForGood forGood) {
      decided.completeExceptionally(forGood.why());
    } else if (reason instanceof Reason.NotYet notYet) {
      pending.add(new Pending(funding, notYet.why()));
    }
  }

  private void over(List<Pending> pending, boolean again) {
    if (pending.isEmpty()) {
      decided.complete(null);
      return;
    }
    reasons = pending.stream().map(Pending::why).toList();
    if (again && !impatient) {
      List<Funding> open = pending.stream().map(Pending::funding).toList();
      CompletableFuture.delayedExecutor(interval.toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> round(open, true));
    } else {
      giveUp();
    }
  }

  /** Whatever the patience, there is one look at all. */
  private void losePatience() {
    impatient = true;
    if (!reasons.isEmpty()) {
      giveUp();
    }
  }

  /** What is known to be wrong says more than that nobody could be asked. */
  private void giveUp() {
    List<RuntimeException> all = reasons;
    decided.completeExceptionally(
        all.stream().filter(UnfundedException.class::isInstance).findFirst().orElse(all.get(0)));
  }

  private Reason wrong(Funding funding, OutputState state) {
    if (!state.output().equals(funding.output())) {
      return new Reason.ForGood(
          new UnfundedException(
              "%s has another amount or script on the chain".formatted(funding.outpoint())));
    }
    if (!state.isUnspent()) {
      return new Reason.ForGood(
          new UnfundedException("%s is spent already".formatted(funding.outpoint())));
    }
    return state.confirmations() >= confirmations
        ? new Reason.None()
        : new Reason.NotYet(
            new UnfundedException(
                "%s does not have %d confirmations".formatted(funding.outpoint(), confirmations)));
  }

  private static Reason missing(Funding funding, Throwable error) {
    ChainException why = ChainException.of(error);
    return new Reason.NotYet(
        why.code() == ChainException.Code.NOT_FOUND
            ? new UnfundedException("%s is not on the chain".formatted(funding.outpoint()))
            : why);
  }

  /** What is wrong with a funding. */
  private sealed interface Reason {
    record None() implements Reason {}

    record NotYet(RuntimeException why) implements Reason {}

    record ForGood(UnfundedException why) implements Reason {}
  }

  private record Pending(Funding funding, RuntimeException why) {}
}
