package tutti.protocol.request;

import org.jspecify.annotations.Nullable;
import tutti.protocol.ElectionMethod;
import tutti.protocol.Require;

/**
 * How the sessions of a request run. Everything is optional; the defaults are in the accessors
 * whose names end in "OrDefault", times come from the limits in force.
 *
 * @param nonceCommitments whether a round of nonce commitments comes first; default true
 * @param phaseTimeout milliseconds for one phase; may only shorten the limit
 * @param broadcast whether a coordinator is asked to broadcast the result; default true
 * @param broadcastTimeout milliseconds for one coordinator; may only shorten the limit
 * @param election how the coordinator is chosen; default {@code lexicographic}
 * @param failover whether the next one takes over from a failed coordinator; default true, except
 *     with election {@code creator}
 * @param maxAttempts sessions that may be tried, the first included; default 3
 */
public record RequestOptions(
    @Nullable Boolean nonceCommitments,
    @Nullable Long phaseTimeout,
    @Nullable Boolean broadcast,
    @Nullable Long broadcastTimeout,
    @Nullable ElectionMethod election,
    @Nullable Boolean failover,
    @Nullable Integer maxAttempts) {

  public static final RequestOptions DEFAULTS =
      new RequestOptions(null, null, null, null, null, null, null);

  public RequestOptions {
    Require.optionalInteger(phaseTimeout, "phaseTimeout");
    Require.optionalInteger(broadcastTimeout, "broadcastTimeout");
    Require.that(phaseTimeout == null || phaseTimeout > 0, "phaseTimeout", "must be positive");
    Require.that(
        broadcastTimeout == null || broadcastTimeout > 0, "broadcastTimeout", "must be positive");
    Require.that(maxAttempts == null || maxAttempts > 0, "maxAttempts", "must be positive");
  }

  public boolean nonceCommitmentsOrDefault() {
    return nonceCommitments == null || nonceCommitments;
  }

  public boolean broadcastOrDefault() {
    return broadcast == null || broadcast;
  }

  public ElectionMethod electionOrDefault() {
    return election == null ? ElectionMethod.LEXICOGRAPHIC : election;
  }

  public boolean failoverOrDefault() {
    return failover == null ? electionOrDefault() != ElectionMethod.CREATOR : failover;
  }

  public int maxAttemptsOrDefault() {
    return maxAttempts == null ? 3 : maxAttempts;
  }
}
