package tutti.cli.chaos;

import java.time.Duration;
import java.util.Random;

/** How long signers think before they agree; may be changed while they do. */
final class Pace {
  private volatile long longestMillis;

  Pace(Duration longest) {
    set(longest);
  }

  void set(Duration longest) {
    longestMillis = longest.toMillis();
  }

  long pauseMillis(Random random) {
    return (long) (random.nextDouble() * longestMillis);
  }
}
