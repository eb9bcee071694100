package tutti.agent;

import com.google.common.util.concurrent.MoreExecutors;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.agent.session.Signer;
import tutti.musig2.PublicKey;
import tutti.protocol.Limit;

/**
 * What the parts of one agent share. All its state is touched from one sequential executor only;
 * applications are answered and asked on the pool below it, which all agents share.
 *
 * @param ownDerivations where it is worked out what requests are about that the application itself
 *     joins or announces; strangers cannot fill it
 * @param derivations the same for what strangers ask, one after the other: it keeps neither the
 *     agent's other work waiting, nor all of the pool
 */
record AgentContext(
    Bus bus,
    Signer signer,
    AgentSettings settings,
    Clock clock,
    Scheduler scheduler,
    Executor executor,
    Executor ownDerivations,
    Executor derivations,
    Calls calls) {

  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  static AgentContext of(Bus bus, Signer signer, AgentSettings settings, Surroundings around) {
    Executor executor = MoreExecutors.newSequentialExecutor(around.scheduler().pool());
    return new AgentContext(
        bus,
        signer,
        settings,
        around.clock(),
        around.scheduler(),
        executor,
        MoreExecutors.newSequentialExecutor(around.scheduler().pool()),
        MoreExecutors.newSequentialExecutor(around.scheduler().pool()),
        new Calls(bus, executor, around));
  }

  /** Where an agent is in time. */
  record Surroundings(Clock clock, Scheduler scheduler) {}

  Executor pool() {
    return scheduler.pool();
  }

  PublicKey self() {
    return signer.publicKey();
  }

  long now() {
    return clock.millis();
  }

  /** Until when something that is said now is repeated. */
  long callDeadline() {
    return now() + settings.callDeadline().toMillis();
  }

  long limit(Limit limit) {
    return settings.limits().get(limit);
  }

  /** The work, which fails if it takes longer. */
  <T> CompletableFuture<T> within(Duration longest, CompletionStage<T> work) {
    return scheduler.within(longest.toMillis(), work.toCompletableFuture());
  }

  /** Tells the application; its mistakes are not the agent's. */
  void tell(AgentEvent event) {
    try {
      settings.listener().on(event);
    } catch (RuntimeException e) {
      LOG.warn("The listener failed at {}", event.getClass().getSimpleName(), e);
    }
  }

  /** Works on the agent's executor; the answer arrives on the pool, where it may block. */
  <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    executor.execute(() -> Completion.pass(started(work), answer, pool()));
    return answer;
  }

  /** What the work yields; its failure to begin is a failure like any other. */
  private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
