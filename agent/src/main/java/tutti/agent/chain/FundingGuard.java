package tutti.agent.chain;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.agent.ProposedSigning;
import tutti.agent.chain.Fundings.Funding;
import tutti.chain.ChainClient;
import tutti.chain.ChainException;
import tutti.chain.ChainWatcher;
import tutti.chain.OutputState;
import tutti.chain.WatchEvent;

/**
 * Refuses to spend what is not there: every output that a request spends must be on the chain, with
 * this amount and script, deep enough, and unspent.
 *
 * <p>Before the signer joins it waits for that for a while; before the partial signatures leave it
 * looks again, and waits no more. To be given to an agent as its guard.
 */
public final class FundingGuard implements Policy {
  private final ChainClient chain;
  private final ChainWatcher watcher;
  private final Fundings fundings;
  private final Rule rule;

  public FundingGuard(ChainClient chain, ChainWatcher watcher, Fundings fundings, Rule rule) {
    this.chain = chain;
    this.watcher = watcher;
    this.fundings = fundings;
    this.rule = rule;
  }

  /**
   * What is wanted of fundings.
   *
   * @param confirmations 0: one that waits for a block is enough
   * @param patience how long to wait for it; the agent's policy timeout must be longer
   */
  public record Rule(int confirmations, Duration patience) {}

  @Override
  public CompletionStage<Decision> decide(ProposedSigning proposed) {
    List<Funding> spent = fundings.of(proposed);
    boolean waits = proposed.stage() == ProposedSigning.Stage.JOIN && !rule.patience().isZero();
    return check(spent, waits)
        .thenApply(all -> Decision.approve())
        .exceptionallyCompose(FundingGuard::rejected);
  }

  /** That nobody can say is no reason to refuse for good, but no reason to sign either. */
  private static CompletableFuture<Decision> rejected(Throwable error) {
    return cause(error) instanceof UnfundedException unfunded
        ? CompletableFuture.completedFuture(Decision.reject("funding: " + unfunded.getMessage()))
        : CompletableFuture.failedFuture(error);
  }

  private CompletableFuture<Void> check(List<Funding> spent, boolean waits) {
    List<CompletableFuture<Void>> checks =
        spent.stream().map(funding -> waits ? awaited(funding) : now(funding)).toList();
    return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> now(Funding funding) {
    return chain
        .output(funding.outpoint())
        .thenAccept(state -> require(funding, state, true))
        .exceptionallyCompose(
            error -> CompletableFuture.failedFuture(isMissing(error) ? missing(funding) : error));
  }

  /** What is wrong for good is refused at once; what only is not deep enough is waited for. */
  private CompletableFuture<Void> awaited(Funding funding) {
    long end = System.nanoTime() + rule.patience().toNanos();
    return chain
        .output(funding.outpoint())
        .thenAccept(state -> require(funding, state, false))
        .exceptionallyCompose(
            error ->
                isChain(error) // not there yet, or nobody can say
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(error))
        .thenCompose(known -> deep(funding, Duration.ofNanos(Math.max(1, end - System.nanoTime()))))
        .thenAccept(state -> require(funding, state, true));
  }

  private CompletableFuture<OutputState> deep(Funding funding, Duration left) {
    AtomicReference<@Nullable ChainException> trouble = new AtomicReference<>();
    var goal = new ChainWatcher.Goal(rule.confirmations(), left);
    var watch =
        watcher.output(
            funding.outpoint(),
            goal,
            event -> {
              if (event instanceof WatchEvent.Spent) {
                throw spent(funding);
              }
              trouble.set(event instanceof WatchEvent.Trouble now ? now.reason() : null);
            });
    return watch
        .reached()
        .exceptionallyCompose(
            error -> {
              ChainException unheard = trouble.get();
              Throwable why = unheard == null ? unconfirmed(funding) : unheard;
              return CompletableFuture.failedFuture(isChain(error) ? why : error);
            });
  }

  private void require(Funding funding, OutputState state, boolean deep) {
    if (!state.output().equals(funding.output())) {
      throw new UnfundedException(
          "%s has another amount or script on the chain".formatted(funding.outpoint()));
    }
    if (!state.isUnspent()) {
      throw spent(funding);
    }
    if (deep && state.confirmations() < rule.confirmations()) {
      throw unconfirmed(funding);
    }
  }

  private UnfundedException unconfirmed(Funding funding) {
    return new UnfundedException(
        "%s does not have %d confirmations".formatted(funding.outpoint(), rule.confirmations()));
  }

  private static UnfundedException spent(Funding funding) {
    return new UnfundedException("%s is spent already".formatted(funding.outpoint()));
  }

  private static UnfundedException missing(Funding funding) {
    return new UnfundedException("%s is not on the chain".formatted(funding.outpoint()));
  }

  private static boolean isMissing(Throwable error) {
    return isChain(error) && ChainException.of(error).code() == ChainException.Code.NOT_FOUND;
  }

  private static boolean isChain(Throwable error) {
    return cause(error) instanceof ChainException;
  }

  private static Throwable cause(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null ? error : cause(cause);
  }

  /** A funding is not as it must be. */
  private static final class UnfundedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfundedException(String message) {
      super(message, null, false, false);
    }
  }
}
