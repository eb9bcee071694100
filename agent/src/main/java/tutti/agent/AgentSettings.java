package tutti.agent;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tutti.agent.psbt.Wallet;
import tutti.protocol.Limits;
import tutti.protocol.RequestId;

/**
 * How an agent behaves.
 *
 * @param policy absent: nothing is joined by itself, and what was joined is signed
 * @param guard asked besides, wherever a policy would be; absent: nobody
 * @param only the requests to take part in, besides what this agent is told; absent: all that this
 *     signer has joined
 * @param broadcaster absent: the application is told when to broadcast
 * @param witness absent: what is said of a broadcast is believed
 * @param wallet absent: this signer vouches for none
 * @param rules what is refused before anybody is asked
 * @param callDeadline how long one thing is said again before it counts as unheard
 * @param policyTimeout how long the policy may take; later it is a no
 */
record AgentSettings(
    @Nullable Policy policy,
    @Nullable Policy guard,
    @Nullable Set<RequestId> only,
    AgentListener listener,
    @Nullable Broadcaster broadcaster,
    @Nullable BroadcastWitness witness,
    @Nullable Wallet wallet,
    SigningRules rules,
    Drive drive,
    Limits limits,
    Duration callDeadline,
    Duration policyTimeout) {

  /** Who is asked before this signer takes part; null: nobody. */
  @Nullable Policy asked() {
    return policy == null || guard == null ? (policy == null ? guard : policy) : policy.and(guard);
  }
}
