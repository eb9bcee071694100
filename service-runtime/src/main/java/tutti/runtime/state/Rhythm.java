package tutti.runtime.state;

import java.time.Clock;
import java.time.Duration;
import tutti.runtime.Timing;

/** How often, by which clock. */
public record Rhythm(Duration interval, Clock clock) {

  /**
   * About the interval, in milliseconds; not the same for all, so that they do not march in step.
   */
  long nextPause(Timing timing) {
    long millis = interval.toMillis();
    return Math.max(1, millis * 3 / 4 + timing.chance(millis / 2 + 1));
  }
}
