package tutti.agent;

import java.util.concurrent.CompletionStage;

/**
 * Sees for itself whether a result is out in the world, whatever coordinators and services say.
 * Every signer may have one, not the coordinator alone.
 */
@FunctionalInterface
public interface BroadcastWitness {
  /**
   * Looks until the order's deadline; the stage yields a reference such as a transaction id once
   * the result is seen, and fails if it was not, or if this result is none that can be seen.
   */
  CompletionStage<String> sees(Broadcaster.Order order);
}
