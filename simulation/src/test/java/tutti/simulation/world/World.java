package tutti.simulation.world;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Limit;
import tutti.protocol.Limits;

/** What all processes of a run share: time, chance, network, and those who watch them. */
public final class World {
  /** Short times, so that a run is. Their proportions are those of the defaults. */
  public static final Limits LIMITS =
      Limits.defaults()
          .with(Limit.PHASE_TIMEOUT, 20_000)
          .with(Limit.BROADCAST_TIMEOUT, 6_000)
          .with(Limit.REQUEST_LIFE, 150_000)
          .with(Limit.RETENTION, 90_000)
          .with(Limit.TIMESTAMP_SKEW, 60_000)
          .with(Limit.SYNC_INTERVAL, 3_000);

  /** Something may be due earlier than it was when a pause began. */
  private static final long LONGEST_PAUSE = 10_000;

  private final Chance chance;
  private final VirtualTime time = new VirtualTime();
  private final Trace trace;
  private final Scenario scenario;
  private final Network network = new Network(this);
  private final Switchboard switchboard = new Switchboard(this);
  private final Life life = new Life("world");
  private @Nullable Violation violation;
  private final Map<String, Long> counts = new TreeMap<>();
  private long disturbedAt = VirtualTime.START;
  private @Nullable LongSupplier nextDue;

  /** A world in which everything follows from the seed; of any theme if none is given. */
  public World(long seed, Scenario.@Nullable Theme theme, boolean small, boolean traced) {
    chance = new Chance(seed);
    trace = new Trace(time, traced);
    Scenario any = theme == null ? Scenario.any(chance) : Scenario.any(chance, theme);
    scenario = small ? any.small() : any;
    trace.note("world", scenario::toString);
  }

  public Chance chance() {
    return chance;
  }

  public VirtualTime time() {
    return time;
  }

  public Trace trace() {
    return trace;
  }

  public Scenario scenario() {
    return scenario;
  }

  public Network network() {
    return network;
  }

  public Switchboard switchboard() {
    return switchboard;
  }

  /** The life of what never ends. */
  public Life life() {
    return life;
  }

  /** Whether things still go wrong. */
  public boolean stormy() {
    return time.millis() < VirtualTime.START + scenario.storm();
  }

  Weather weather() {
    return stormy() ? scenario.weather() : Weather.CALM;
  }

  /** From now on nothing happens until something is due, so the time until then is skipped. */
  public void skipTo(LongSupplier due) {
    nextDue = due;
  }

  /** A pause, or a longer one if nothing would happen after it. */
  public long pause(long millis) {
    return nextDue == null
        ? millis
        : Math.max(millis, Math.min(nextDue.getAsLong() - time.millis(), LONGEST_PAUSE));
  }

  /** Something happened that processes need a while to recover from. */
  public void disturbed() {
    disturbedAt = time.millis();
  }

  /** Since when nothing goes wrong; in the future while it does. */
  public long quietSince() {
    return Math.max(disturbedAt, VirtualTime.START + scenario.storm());
  }

  /** Something happened that is worth counting. */
  public void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  public Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** Something that must never be so, is; the run ends with the first one. */
  public void violated(String what) {
    violated(what, null);
  }

  public void violated(String what, @Nullable Throwable cause) {
    if (violation == null) {
      violation = new Violation(what, cause);
      trace.note("watch", () -> "VIOLATED: " + what);
    }
  }

  /** Refuses to go on after a violation. */
  public void requireUnviolated() {
    if (violation != null) {
      throw violation;
    }
  }
}
