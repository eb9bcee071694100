package tutti.runtime.bus;

import java.time.Duration;
import tutti.runtime.Timing;
import tutti.runtime.config.Settings;

/**
 * How long requests wait, and how many there may be.
 *
 * @param perTry a member that died never answers: short, and then another try
 * @param overall all tries together
 * @param inFlight requests per address at a time
 */
public record Patience(Duration perTry, Duration overall, int inFlight) {
  private static final long FIRST_PAUSE_MILLIS = 25;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  public static Patience of(Settings settings) {
    return new Patience(
        // Somebody's own try waits for this one: it survives one lost message.
        settings.get(Settings.SEND_TIMEOUT).dividedBy(2),
        settings.get(Settings.REQUEST_TIMEOUT),
        settings.get(Settings.REQUESTS_IN_FLIGHT));
  }

  /** Doubles with each failed try; up to half of it is chance, so that callers do not meet. */
  long pauseMillis(int failedTries, Timing timing) {
    long pause = Math.min(FIRST_PAUSE_MILLIS << Math.min(failedTries, 10), LONGEST_PAUSE_MILLIS);
    return pause / 2 + timing.chance(pause / 2 + 1);
  }
}
