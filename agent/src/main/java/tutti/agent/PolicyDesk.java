package tutti.agent;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.request.SigningRequest;

/** Asks the policy, for a limited time; whatever is not a yes is a no. */
final class PolicyDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyDesk.class);

  private final AgentContext context;

  PolicyDesk(AgentContext context) {
    this.context = context;
  }

  /**
   * Why this signer cannot sign a request, or by its rules must not, whatever a policy says; empty
   * if it may.
   *
   * @param beside where it is worked out what the request is about
   */
  CompletableFuture<Optional<Refusal>> objection(VerifiedRequest asked, Executor beside) {
    String scheme = asked.request().scheme();
    if (scheme == null || scheme.equals(SigningRequest.RAW)) {
      return CompletableFuture.completedFuture(found(asked)); // there is nothing to work out
    }
    return CompletableFuture.supplyAsync(() -> found(asked), beside)
        .thenApplyAsync(Function.identity(), context.executor());
  }

  private Optional<Refusal> found(VerifiedRequest asked) {
    try {
      context.signer().keySource().of(asked);
      context.settings().rules().require(ProposedSigning.toJoin(asked));
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal);
    } catch (RuntimeException e) {
      LOG.error("Request {} has found a fault", asked.id().hex(), e);
      return Optional.of(Completion.refusal(e)); // it is no yes either
    }
  }

  /** The decision whether to take part. */
  CompletableFuture<Decision> askToJoin(VerifiedRequest asked) {
    return ask(ProposedSigning.toJoin(asked));
  }

  /** The decision about partial signatures; never fails. */
  CompletableFuture<Decision> askToSign(VerifiedRequest asked, SessionId session, int attempt) {
    return objection(asked, context.pool()) // not after all that strangers ask for
        .thenCompose(
            objection ->
                objection
                    .map(PolicyDesk::rejected)
                    .orElseGet(() -> ask(ProposedSigning.toSign(asked, session, attempt))));
  }

  private static CompletableFuture<Decision> rejected(Refusal refusal) {
    return CompletableFuture.completedFuture(
        Decision.reject("%s: %s".formatted(refusal.code(), refusal.getMessage())));
  }

  /** The decision, on the agent's executor; never fails. */
  private CompletableFuture<Decision> ask(ProposedSigning proposed) {
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
