package tutti.gateway.domain;

/**
 * How much may come in: a bucket that holds a burst and fills evenly.
 *
 * @param perSecond tokens
 * @param burst tokens at once
 */
public record Rate(long perSecond, long burst) {
  private static final int BYTES_PER_TOKEN = 16_384;
  private static final int BURST_SECONDS = 4;

  public static Rate perSecond(int tokens) {
    return new Rate(tokens, (long) tokens * BURST_SECONDS);
  }

  /** What a message costs, known before it is read: one token, and more for a large one. */
  public static long cost(int bytes) {
    return 1L + bytes / BYTES_PER_TOKEN;
  }
}
