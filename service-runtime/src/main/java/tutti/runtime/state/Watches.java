package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.runtime.machine.Document;
import tutti.runtime.metrics.DocumentWatch;

/** Who watches the documents that a member holds: told of each change, and shown all at times. */
public final class Watches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
  private static final String IN_CONTEXT = "tutti.watches";
  private static final long INTERVAL_SECONDS = 5;

  private final HazelcastInstance hazelcast;
  private final Clock clock;
  private final Map<String, DocumentWatch> byMap = new ConcurrentHashMap<>();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tutti-census");
            thread.setDaemon(true);
            return thread;
          });

  private Watches(HazelcastInstance hazelcast, Clock clock) {
    this.hazelcast = hazelcast;
    this.clock = clock;
  }

  /** Begins to watch, and makes it known to the operations of this member. */
  public static Watches begin(HazelcastInstance hazelcast, MeterRegistry registry, Clock clock) {
    Watches watches = new Watches(hazelcast, clock);
    for (DocumentWatch.Provider provider :
        ServiceLoader.load(
            DocumentWatch.Provider.class, DocumentWatch.Provider.class.getClassLoader())) {
      watches.byMap.put(provider.map(), provider.watch(registry));
    }
    hazelcast.getUserContext().put(IN_CONTEXT, watches);
    if (!hazelcast.getCluster().getLocalMember().isLiteMember()) {
      var ignored =
          watches.rounds.scheduleWithFixedDelay(
              watches::count, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }
    return watches;
  }

  static @Nullable Watches of(HazelcastInstance hazelcast) {
    return (Watches) hazelcast.getUserContext().get(IN_CONTEXT);
  }

  /** Whatever happens here, the change has been made. */
  void changed(String map, @Nullable Document before, @Nullable Document after) {
    DocumentWatch watch = byMap.get(map);
    if (watch != null) {
      try {
        watch.changed(before, after);
      } catch (RuntimeException bug) {
        LOG.error("a change of {} is not counted", map, bug);
      }
    }
  }

  /** Looks at everything that is held here, now. */
  public void count() {
    byMap.forEach(
        (map, watch) -> {
          try {
            Held held = new Held();
            var none = hazelcast.<String, Kept>getMap(map).localKeySet(held);
            LOG.trace("{} of {} looked at, {} of them kept", held.size(), map, none.size());
            watch.counted(held.documents(), clock.millis());
          } catch (RuntimeException passing) { // without quorum, or while members come and go
            LOG.debug("the documents of {} are not counted now", map, passing);
          }
        });
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
