package tutti.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;

/** Asks the policy, for a limited time; whatever is not a yes is a no. */
final class PolicyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDesk.class);

  private final AgentContext context;

  PolicyDesk(AgentContext context) {
    this.context = context;
  }

  /** The decision about partial signatures; what is signed is derived and compared once more. */
  CompletableFuture<Decision> askToSign(VerifiedRequest request, SessionId session, int attempt) {
    try {
      context.signer().keySource().of(request.request(), request.signerIndex());
      ProposedSigning proposed = ProposedSigning.toSign(request, session, attempt);
      context.settings().rules().require(proposed);
      return ask(proposed);
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(
          Decision.reject("%s: %s".formatted(refusal.code(), refusal.getMessage())));
    }
  }

  /** The decision, on the agent's executor; never fails. */
  CompletableFuture<Decision> ask(ProposedSigning proposed) {
    Policy policy = context.settings().asked();
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
