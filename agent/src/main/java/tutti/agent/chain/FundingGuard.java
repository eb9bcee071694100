package tutti.agent.chain;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.agent.ProposedSigning;
import tutti.agent.chain.Fundings.Funding;
import tutti.chain.ChainClient;
import tutti.chain.ChainWatcher;

/**
 * Refuses to spend what is not there: every output that a request spends must be on the chain, with
 * this amount and script, deep enough, and unspent.
 *
 * <p>Before the signer joins it waits for that for a while; before the partial signatures leave it
 * looks again, and waits no more. To be given to an agent as its guard.
 */
public final class FundingGuard implements Policy {
  /** Each costs a server several exchanges, and whoever announces chooses how many there are. */
  static final int MOST = 500;

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
    if (spent.size() > MOST) {
      return CompletableFuture.completedFuture(
          Decision.reject("funding: more than %d outputs to look at".formatted(MOST)));
    }
    FundingLook look = new FundingLook(chain, rule.confirmations(), watcher.interval());
    boolean waits = proposed.stage() == ProposedSigning.Stage.JOIN && !rule.patience().isZero();
    return (waits ? look.until(spent, rule.patience()) : look.now(spent))
        .thenApply(all -> Decision.approve())
        .exceptionallyCompose(FundingGuard::rejected);
  }

  /** That nobody can say is no reason to refuse for good, but no reason to sign either. */
  private static CompletableFuture<Decision> rejected(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof UnfundedException unfunded
        ? CompletableFuture.completedFuture(Decision.reject("funding: " + unfunded.getMessage()))
        : CompletableFuture.failedFuture(error);
  }
}
