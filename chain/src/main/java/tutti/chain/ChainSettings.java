package tutti.chain;

import java.time.Duration;

/**
 * How patient and how busy a client is.
 *
 * @param deadline for whatever it is asked, with all repetitions
 * @param attempt for one exchange with one server
 * @param perSecond how often one server is asked
 * @param interval between two looks of somebody who watches
 */
public record ChainSettings(Duration deadline, Duration attempt, int perSecond, Duration interval) {

  public static ChainSettings defaults() {
    return new ChainSettings(
        Duration.ofSeconds(30), Duration.ofSeconds(10), 20, Duration.ofSeconds(5));
  }

  public ChainSettings withDeadline(Duration other) {
    return new ChainSettings(other, attempt, perSecond, interval);
  }

  public ChainSettings withAttempt(Duration other) {
    return new ChainSettings(deadline, other, perSecond, interval);
  }

  public ChainSettings withPerSecond(int other) {
    return new ChainSettings(deadline, attempt, other, interval);
  }

  public ChainSettings withInterval(Duration other) {
    return new ChainSettings(deadline, attempt, perSecond, other);
  }
}
