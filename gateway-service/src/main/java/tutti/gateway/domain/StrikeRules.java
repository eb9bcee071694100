package tutti.gateway.domain;

/**
 * How much is forgiven.
 *
 * @param strikes so many within the window lead to a ban
 * @param window milliseconds
 * @param banTime milliseconds
 */
public record StrikeRules(int strikes, long window, long banTime) {}
