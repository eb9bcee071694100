package tutti.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The contenders of an operation, one per iteration in turn.
 *
 * <p>On a busy machine the speed of the processor changes from second to second. Contenders that
 * take turns of some milliseconds meet the same conditions; in forks of their own, one after the
 * other, they would not.
 */
@State(Scope.Thread)
public class Rotation {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A round of the warm-up: short, so that the compiler sees all contenders from the start. */
  private static final long ROUND_NANOS = 50 * NANOS_PER_MILLI;

  /** The last iteration's cost, for the profiler in the same process. */
  static volatile Batch last = new Batch("", 0, 0);

  /** What to do. */
  @Param public Operation operation = Operation.SIGN_SCHNORR;

  /** How many take part. */
  @Param("2")
  public int signers;

  /** CPU time for each contender before it is measured, in milliseconds. */
  @Param("2000")
  public int warmup;

  private List<Contender> contenders = List.of();
  private int turn;
  private Batch running = last;

  /**
   * Makes all input and warms up. JMH would warm up for some time by the clock, in which a busy
   * machine may do little.
   */
  @Setup(Level.Trial)
  public void prepare(Blackhole results) {
    contenders = Contenders.of(Material.of(signers));
    for (long done = 0; done < warmup * NANOS_PER_MILLI; done += ROUND_NANOS) {
      for (turn = 0; turn < contenders.size(); turn++) {
        Batch round = Batch.start("warm-up");
        while (round.stop().cpuNanos() < ROUND_NANOS) {
          results.consume(operate());
        }
      }
    }
    turn = contenders.size() - 1;
  }

  /** Starts the next contender's iteration. */
  @Setup(Level.Iteration)
  public void start() {
    turn = (turn + 1) % contenders.size();
    running = Batch.start(contenders.get(turn).name());
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void stop() {
    last = running.stop();
  }

  Object operate() {
    return operation.run(contenders.get(turn));
  }
}
