package tutti.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.concurrent.TimeUnit;

/** How long the oldest event of a map's documents has been waiting to be published. */
public final class Lag {
  private volatile long millis;

  public Lag(MeterRegistry registry, String map) {
    TimeGauge.builder("tutti.outbox.lag", () -> millis, TimeUnit.MILLISECONDS)
        .description("How long the oldest event that is not known to be published has waited.")
        .tag("map", map)
        .register(registry);
  }

  /** Sets it; what happens at this very moment has not waited. */
  public void set(long now, long oldest) {
    millis = Math.max(0, now - oldest);
  }
}
