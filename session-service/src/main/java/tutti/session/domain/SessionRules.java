package tutti.session.domain;

import org.jspecify.annotations.Nullable;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.request.RequestOptions;

/**
 * The limits that a session was opened with; they stay the same for its whole life, whichever
 * instance serves it. Times in milliseconds.
 *
 * @param inlineBytes lists that are larger are left out of events
 */
public record SessionRules(
    long phaseTimeout,
    long broadcastTimeout,
    long retention,
    long timestampSkew,
    long sequenceGap,
    long inlineBytes) {

  /** A request may shorten the times, never lengthen them. */
  public static SessionRules of(Limits limits, RequestOptions options) {
    return new SessionRules(
        shorter(limits.get(Limit.PHASE_TIMEOUT), options.phaseTimeout()),
        shorter(limits.get(Limit.BROADCAST_TIMEOUT), options.broadcastTimeout()),
        limits.get(Limit.RETENTION),
        limits.get(Limit.TIMESTAMP_SKEW),
        limits.get(Limit.SEQUENCE_GAP),
        limits.get(Limit.INLINE_BYTES));
  }

  private static long shorter(long limit, @Nullable Long wish) {
    return wish == null ? limit : Math.min(limit, wish);
  }
}
