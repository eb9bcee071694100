package tutti.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Measures how late an event loop is: how much longer a timer takes than it was told to. */
public final class LoopMeter {
  private static final long INTERVAL_MILLIS = 250;

  private final Vertx vertx;
  private final Timer lag;

  private LoopMeter(Vertx vertx, MeterRegistry registry) {
    this.vertx = vertx;
    lag =
        Timer.builder("tutti.event.loop.lag")
            .description("How much later than it should the event loop comes to what is due.")
            .register(registry);
  }

  /** Measures until Vert.x ends. */
  public static void begin(Vertx vertx, MeterRegistry registry) {
    new LoopMeter(vertx, registry).again();
  }

  private void again() {
    long begun = System.nanoTime();
    vertx.setTimer(
        INTERVAL_MILLIS,
        over -> {
          long late = System.nanoTime() - begun - TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
          lag.record(Math.max(0, late), TimeUnit.NANOSECONDS);
          again();
        });
  }
}
