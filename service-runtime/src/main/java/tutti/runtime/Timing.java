package tutti.runtime;

import io.vertx.core.Future;

/** What services take of time and chance, so that a simulation can stand in for both. */
public interface Timing {
  /** Milliseconds that pass evenly, whatever is done to the clock; counted from no matter when. */
  long elapsed();

  /** Completes after so many milliseconds, on the caller's context; fails if all ends before. */
  Future<Void> pause(long millis);

  /** Any number from 0 up to, not including, the bound. Nothing secret comes of it. */
  long chance(long bound);
}
