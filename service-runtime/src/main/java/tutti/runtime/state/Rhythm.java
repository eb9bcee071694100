package tutti.runtime.state;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How often, by which clock. */
public record Rhythm(Duration interval, Clock clock) {

  /**
   * About the interval, in milliseconds; not the same for all, so that they do not march in step.
   */
  long nextPause() {
    long millis = interval.toMillis();
    return Math.max(1, millis * 3 / 4 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }
}
