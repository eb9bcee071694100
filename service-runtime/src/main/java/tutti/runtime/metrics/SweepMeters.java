package tutti.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import tutti.runtime.state.SweepWatch;

/** Counts the work of one sweeper. */
public final class SweepMeters implements SweepWatch {
  private static final String MAP = "map";
  private static final String OUTCOME = "outcome";

  private final Timer duration;
  private final Counter failed;
  private final Counter swept;
  private final Counter unswept;

  public SweepMeters(MeterRegistry registry, String map) {
    duration =
        Timer.builder("tutti.sweep.duration")
            .description("How long a sweep took: the work with what was due.")
            .tag(MAP, map)
            .register(registry);
    failed =
        Counter.builder("tutti.sweep.failures")
            .description("Sweeps that could not even look for what is due.")
            .tag(MAP, map)
            .register(registry);
    swept = documents(registry, map, "done");
    unswept = documents(registry, map, "failed");
  }

  @Override
  public void swept(int done, int left, long nanos) {
    duration.record(nanos, TimeUnit.NANOSECONDS);
    swept.increment(done);
    unswept.increment(left);
  }

  @Override
  public void failed() {
    failed.increment();
  }

  private static Counter documents(MeterRegistry registry, String map, String outcome) {
    return Counter.builder("tutti.swept.documents")
        .description("Documents that were due; what fails is tried again with the next sweep.")
        .tag(MAP, map)
        .tag(OUTCOME, outcome)
        .register(registry);
  }
}
