package tutti.agent.session;

/**
 * How a signer takes part.
 *
 * @param automatic whether the rounds start by themselves
 * @param fresh whether nothing can have been contributed to this session before, so that there is
 *     no need to look
 * @param phaseTimeout the longest that one phase may take, in milliseconds; the request may shorten
 *     it
 * @param grace how much longer to wait for the services to say that a phase has ended
 */
public record SessionSettings(boolean automatic, boolean fresh, long phaseTimeout, long grace) {}
