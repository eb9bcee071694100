package tutti.bench;

import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The contenders of a benchmark, one per iteration in turn.
 *
 * <p>On a busy machine the speed of the processor changes from second to second. Contenders that
 * take turns of some milliseconds meet the same conditions; in forks of their own, one after the
 * other, they would not.
 */
@State(Scope.Thread)
public abstract class Rotation {
  /** The last iteration's cost, for the profiler in the same process. */
  static volatile Batch last = new Batch("", 0, 0);

  private List<Contender> contenders = List.of();
  private int turn;
  private Batch running = last;

  abstract int signers();

  /** Makes all input, before the first iteration. */
  @Setup(Level.Trial)
  public void prepare() {
    contenders = Contenders.of(Material.of(signers()));
    turn = contenders.size() - 1;
  }

  /** Starts the next contender's iteration. */
  @Setup(Level.Iteration)
  public void start() {
    turn = (turn + 1) % contenders.size();
    running = Batch.start(contender().name());
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void stop() {
    last = running.stop();
  }

  Contender contender() {
    return contenders.get(turn);
  }
}
