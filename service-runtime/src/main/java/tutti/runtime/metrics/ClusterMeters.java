package tutti.runtime.metrics;

import com.hazelcast.core.HazelcastInstance;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tutti.runtime.state.Copies;

/** Shows the cluster as this member sees it; members that see it differently have been parted. */
public final class ClusterMeters implements AutoCloseable {
  private static final long INTERVAL_SECONDS = 5;

  /** What was found out longer ago says nothing. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HazelcastInstance hazelcast;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tutti-cluster-meters");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean safe;
  private volatile long lookedAt = System.nanoTime() - STALE_NANOS - 1;

  private ClusterMeters(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  /** Begins to look. Whether all copies are there may take a while: nobody waits for it. */
  public static ClusterMeters begin(
      HazelcastInstance hazelcast, int clusterSize, MeterRegistry registry) {
    ClusterMeters meters = new ClusterMeters(hazelcast);
    meters.members(registry, "data", false);
    meters.members(registry, "lite", true);
    Gauge.builder("tutti.cluster.size", () -> clusterSize)
        .description("Data members when all are there (setting cluster-size).")
        .register(registry);
    if (!hazelcast.getCluster().getLocalMember().isLiteMember()) {
      meters.copies(registry);
    }
    return meters;
  }

  private void copies(MeterRegistry registry) {
    Gauge.builder("tutti.cluster.safe", this::safe)
        .description("Whether every document of this data member has its copies: 1, or 0.")
        .register(registry);
    var ignored = looks.scheduleWithFixedDelay(this::look, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  private void members(MeterRegistry registry, String role, boolean lite) {
    Gauge.builder("tutti.cluster.members", () -> members(lite))
        .description("Members of the cluster that this one sees, itself among them.")
        .tag("role", role)
        .register(registry);
  }

  /** Of the list that each member has of them all. */
  private double members(boolean lite) {
    try {
      return hazelcast.getCluster().getMembers().stream()
          .filter(member -> member.isLiteMember() == lite)
          .count();
    } catch (RuntimeException left) {
      return 0;
    }
  }

  private double safe() {
    boolean fresh = System.nanoTime() - lookedAt < STALE_NANOS;
    return fresh ? (safe ? 1 : 0) : Double.NaN;
  }

  private void look() {
    if (!hazelcast.getLifecycleService().isRunning()) {
      return; // the question would be logged as an error of its own
    }
    try {
      safe = Copies.areComplete(hazelcast);
      lookedAt = System.nanoTime();
    } catch (RuntimeException left) { // or is leaving: what was known grows old
      safe = false;
    }
  }
}
