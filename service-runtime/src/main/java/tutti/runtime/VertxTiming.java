package tutti.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The time as it passes. */
public record VertxTiming(Vertx vertx) implements Timing {
  @Override
  public long elapsed() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public Future<Void> pause(long millis) {
    return vertx.timer(millis).mapEmpty();
  }

  @Override
  public long chance(long bound) {
    return ThreadLocalRandom.current().nextLong(bound);
  }
}
