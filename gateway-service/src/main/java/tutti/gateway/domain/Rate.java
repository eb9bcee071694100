package tutti.gateway.domain;

import java.time.Duration;

/**
 * How much may come in: a bucket that holds a burst and fills evenly.
 *
 * @param tokens that come in while
 * @param time passes
 * @param burst tokens at once
 */
public record Rate(long tokens, Duration time, long burst) {
  private static final int BYTES_PER_TOKEN = 16_384;
  private static final int BURST_SECONDS = 4;

  public static Rate perSecond(int tokens) {
    return new Rate(tokens, Duration.ofSeconds(1), (long) tokens * BURST_SECONDS);
  }

  /** So many at once, and after that so many again in this time. */
  public static Rate in(Duration time, int tokens) {
    return new Rate(tokens, time, tokens);
  }

  /** What a message costs, known before it is read: one token, and more for a large one. */
  public static long cost(int bytes) {
    return 1L + bytes / BYTES_PER_TOKEN;
  }
}
