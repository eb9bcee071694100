package tutti.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the policy, for a limited time; whatever is not a yes is a no. */
final class PolicyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDesk.class);

  private final AgentContext context;

  PolicyDesk(AgentContext context) {
    this.context = context;
  }

  /** The decision, on the agent's executor; never fails. */
  CompletableFuture<Decision> ask(ProposedSigning proposed) {
    Policy policy = context.settings().policy();
    if (policy == null) {
      // The application decides by joining, and the join was checked before.
      return CompletableFuture.completedFuture(Decision.approve());
    }
    CompletableFuture<Decision> decision = new CompletableFuture<>();
    Completion.detach(
        context
            .within(
                context.settings().policyTimeout(),
                CompletableFuture.<CompletionStage<Decision>>supplyAsync(
                        () -> policy.decide(proposed), context.pool())
                    .thenCompose(Function.identity()))
            .whenCompleteAsync(
                (answer, error) ->
                    decision.complete(error == null && answer != null ? answer : denied(error)),
                context.executor()));
    return decision;
  }

  private static Decision denied(@org.jspecify.annotations.Nullable Throwable error) {
    LOG.warn("The policy gave no decision", error);
    return Decision.missing();
  }
}
