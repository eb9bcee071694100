package tutti.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Decides what the key may be used for. It is asked twice: before the signer joins and right before
 * its partial signatures leave. No answer in time, or a failure, is a no.
 */
@FunctionalInterface
public interface Policy {
  /** Decides; called on the agent's executor, so anything slow belongs into the stage. */
  CompletionStage<Decision> decide(ProposedSigning proposed);

  /** Signs whatever it is asked for: for tests, and for keys that guard nothing. */
  static Policy approveAll() {
    return proposed -> CompletableFuture.completedFuture(Decision.approve());
  }

  /** This policy and another one, which is asked only where this one approves. */
  default Policy and(Policy other) {
    return proposed ->
        decide(proposed)
            .thenCompose(
                first ->
                    first.approved()
                        ? other.decide(proposed)
                        : CompletableFuture.completedFuture(first));
  }

  /** A policy that needs no time. */
  static Policy of(Predicate<ProposedSigning> approved, String reasonOtherwise) {
    return proposed ->
        CompletableFuture.completedFuture(
            approved.test(proposed) ? Decision.approve() : Decision.reject(reasonOtherwise));
  }
}
