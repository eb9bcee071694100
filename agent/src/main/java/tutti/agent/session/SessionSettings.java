package tutti.agent.session;

/**
 * How a signer takes part.
 *
 * @param automatic whether the rounds start by themselves
 * @param prior what is known of the request already
 * @param phaseTimeout the longest that one phase may take, in milliseconds; the request may shorten
 *     it
 * @param grace how much longer to wait for the services to say that a phase has ended
 */
public record SessionSettings(boolean automatic, Prior prior, long phaseTimeout, long grace) {}
