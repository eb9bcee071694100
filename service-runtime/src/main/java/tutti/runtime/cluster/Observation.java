package tutti.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tutti.runtime.audit.AuditLog;
import tutti.runtime.bus.RequestLog;
import tutti.runtime.bus.Witness;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;
import tutti.runtime.metrics.BusMeters;
import tutti.runtime.metrics.ClusterMeters;
import tutti.runtime.metrics.LoopMeter;
import tutti.runtime.metrics.Metrics;
import tutti.runtime.state.Watches;
import tutti.runtime.tracing.SpanNotes;
import tutti.runtime.tracing.Tracing;

/** Everything by which those who look after a process see what it does. */
final class Observation {
  private final Settings settings;
  private final Metrics metrics = new Metrics();
  private final Witness witness;
  private final Optional<Tracing> tracing;
  private final Queue<AutoCloseable> open = new ConcurrentLinkedQueue<>();

  private Observation(Settings settings) {
    this.settings = settings;
    List<Witness> witnesses = new ArrayList<>();
    witnesses.add(new BusMeters(metrics.registry()));
    witnesses.add(new RequestLog());
    String file = settings.get(WatchSettings.AUDIT_LOG);
    if (!file.equals(WatchSettings.NONE)) {
      long bytes = settings.get(WatchSettings.AUDIT_LOG_BYTES);
      int files = settings.get(WatchSettings.AUDIT_LOG_FILES);
      AuditLog audit = AuditLog.open(Path.of(file), bytes, files, metrics.registry());
      open.add(audit);
      witnesses.add(audit);
    }
    tracing = Tracing.of(settings);
    tracing.ifPresent(
        found -> {
          open.add(found);
          witnesses.add(new SpanNotes());
        });
    witness = Witness.all(List.copyOf(witnesses));
  }

  /** Before the process joins: what cannot be written later had better not begin. */
  static Observation open(Settings settings) {
    return new Observation(settings);
  }

  /** Looks at a member from now on. */
  void begin(Vertx vertx, HazelcastInstance hazelcast, Clock clock) {
    LoopMeter.begin(vertx, metrics.registry());
    open.add(
        ClusterMeters.begin(hazelcast, settings.get(Settings.CLUSTER_SIZE), metrics.registry()));
    open.add(Watches.begin(hazelcast, metrics.registry(), clock));
  }

  /** Where requests are to be followed. */
  Optional<Tracing> tracing() {
    return tracing;
  }

  Metrics metrics() {
    return metrics;
  }

  Witness witness() {
    return witness;
  }

  /** Ends, with everything written that is to be written. May wait for a disk. */
  void close() {
    for (AutoCloseable one = open.poll(); one != null; one = open.poll()) {
      try {
        one.close();
      } catch (Exception late) {
        // What it looked at has gone before it; there is nothing left to be told of.
      }
    }
    metrics.close();
  }
}
