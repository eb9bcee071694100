package tutti.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import tutti.runtime.config.Role;
import tutti.runtime.config.Settings;
import tutti.runtime.management.Check;
import tutti.runtime.management.Health;

/**
 * Whether a member can be used. It looks by itself, once a second and on a thread of its own, so
 * that whoever asks neither waits nor touches the store.
 *
 * <p>That all copies are there is asked for only until it was so once, and of members that hold
 * some: a rolling update then waits for the documents that move, but no later move makes all
 * members unusable at the same time.
 */
public final class Readiness {
  private static final long INTERVAL_MILLIS = 1_000;

  /** A look that is older says nothing. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final HazelcastInstance hazelcast;
  private final int quorum;
  private final Supplier<Future<Void>> echo;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "tutti-readiness"));
  private final AtomicBoolean echoing = new AtomicBoolean();
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile boolean heard;
  private volatile boolean complete;
  private volatile boolean stopping;
  private volatile Look last = new Look(Long.MIN_VALUE, List.of());

  private record Look(long nanos, List<Check> checks) {}

  Readiness(HazelcastInstance hazelcast, Settings settings, Supplier<Future<Void>> echo) {
    this.hazelcast = hazelcast;
    this.echo = echo;
    int size = settings.get(Settings.CLUSTER_SIZE);
    quorum = size > 1 ? MemberConfig.quorum(size) : 0;
    complete = settings.get(Settings.ROLE) == Role.LITE;
  }

  Readiness start() {
    var ignored =
        clock.scheduleWithFixedDelay(this::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  /** From now on nothing new is to be sent here. */
  void stopping() {
    stopping = true;
  }

  void close() {
    stopping = true;
    clock.shutdownNow();
  }

  /** What the last look has found. */
  public Health health() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.of("serving", !stopping, "it is being stopped"));
    Look look = last;
    checks.addAll(look.checks);
    boolean fresh = !look.checks.isEmpty() && System.nanoTime() - look.nanos < STALE_NANOS;
    checks.add(Check.of("looked", fresh, "nothing is known of the last seconds"));
    return Health.of(checks);
  }

  private void look() {
    List<Check> checks = new ArrayList<>();
    try {
      boolean running = hazelcast.getLifecycleService().isRunning();
      checks.add(Check.of("joined", running, "it is no member of the cluster"));
      long holders = running ? Member.dataMembers(hazelcast) : 0;
      checks.add(Check.of("data-member", holders > 0, "nobody holds documents"));
      checks.add(
          Check.of(
              "quorum",
              holders >= quorum,
              "%d data members, %d are needed to write".formatted(holders, quorum)));
      listen();
      count(running);
    } catch (RuntimeException e) { // of a store or a bus that is being closed
      checks.add(Check.down("joined", "it is leaving the cluster"));
    }
    checks.add(Check.of("bus", heard, "what is sent here does not arrive"));
    checks.add(Check.of("copies", complete, "not every document has had its copies yet"));
    last = new Look(System.nanoTime(), List.copyOf(checks));
  }

  /** Answered later, within the time that a try may take. */
  private void listen() {
    if (echoing.compareAndSet(false, true)) {
      echo.get()
          .onComplete(
              answer -> {
                heard = answer.succeeded();
                echoing.set(false);
              });
    }
  }

  /** May take a minute where a member does not answer: so on a thread that nobody waits for. */
  private void count(boolean running) {
    if (running && !complete && counting.compareAndSet(false, true)) {
      daemon(
              () -> {
                try {
                  complete = hazelcast.getPartitionService().isClusterSafe();
                } catch (RuntimeException e) {
                  complete = false; // the next look asks again
                } finally {
                  counting.set(false);
                }
              },
              "tutti-copies")
          .start();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
