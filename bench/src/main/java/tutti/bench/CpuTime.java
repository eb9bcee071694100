package tutti.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds to each iteration what its {@link Batch} cost per operation, under the contender's name. */
public final class CpuTime implements InternalProfiler {
  static final String CPU = "cpu:";
  static final String ALLOCATED = "allocated:";

  private static final double NANOS_PER_MICRO = 1e3;

  @Override
  public String getDescription() {
    return "CPU time and allocated bytes per operation, by contender";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    // The state notes where the thread's counters stand.
  }

  @Override
  public Collection<Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    Batch batch = Rotation.last;
    double operations = result.getMetadata().getAllOps();
    return List.of(
        new ScalarResult(
            CPU + batch.contender(),
            batch.cpuNanos() / NANOS_PER_MICRO / operations,
            "us/op",
            AggregationPolicy.MIN),
        new ScalarResult(
            ALLOCATED + batch.contender(),
            batch.allocatedBytes() / operations,
            "B/op",
            AggregationPolicy.MIN));
  }
}
