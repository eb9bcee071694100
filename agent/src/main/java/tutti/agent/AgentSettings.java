package tutti.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tutti.agent.psbt.Wallet;
import tutti.protocol.Limits;

/**
 * How an agent behaves.
 *
 * @param policy absent: nothing is joined by itself, and what was joined is signed
 * @param broadcaster absent: the application is told when to broadcast
 * @param wallet absent: this signer vouches for none
 * @param callDeadline how long one thing is said again before it counts as unheard
 * @param policyTimeout how long the policy may take; later it is a no
 */
record AgentSettings(
    @Nullable Policy policy,
    AgentListener listener,
    @Nullable Broadcaster broadcaster,
    @Nullable Wallet wallet,
    Drive drive,
    Limits limits,
    Duration callDeadline,
    Duration policyTimeout) {}
