package tutti.bench;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * One operation, again and again. JMH's own score is wall time over all contenders and says
 * nothing; {@link CpuTime} tells them apart.
 */
public class EngineBenchmark {
  /** The contender whose turn it is does it once. */
  @Benchmark
  public Object run(Rotation rotation) {
    return rotation.operate();
  }
}
