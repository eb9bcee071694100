package tutti.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  /** What was seen or heard longer ago says nothing. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long NEVER = System.nanoTime() - STALE_NANOS;

  private final HazelcastInstance hazelcast;
  private final int quorum;
  private final Supplier<Future<Void>> echo;
  private final Supplier<CompletionStage<Boolean>> copies;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "tutti-readiness"));
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile long heard = NEVER;
  private volatile boolean complete;
  private volatile boolean stopping;
  private volatile Look last = new Look(NEVER, List.of());

  private record Look(long nanos, List<Check> checks) {}

  /**
   * Looks at a member.
   *
   * @param echo something that another member sends here
   * @param copies whether all documents have their copies
   */
  Readiness(
      HazelcastInstance hazelcast,
      Settings settings,
      Supplier<Future<Void>> echo,
      Supplier<CompletionStage<Boolean>> copies) {
    this.hazelcast = hazelcast;
    this.echo = echo;
    this.copies = copies;
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
    checks.add(Check.of("looked", isFresh(look.nanos), "nothing is known of the last seconds"));
    return Health.of(checks);
  }

  private void look() {
    List<Check> checks = new ArrayList<>();
    try {
      checks.addAll(cluster());
    } catch (RuntimeException e) { // of a store or a bus that is being closed
      checks.add(Check.down("joined", "it is leaving the cluster"));
    }
    checks.add(Check.of("bus", isFresh(heard), "what other members send here does not arrive"));
    checks.add(Check.of("copies", complete, "not every document has had its copies yet"));
    last = new Look(System.nanoTime(), List.copyOf(checks));
  }

  private List<Check> cluster() {
    boolean running = hazelcast.getLifecycleService().isRunning();
    long holders = running ? Member.dataMembers(hazelcast) : 0;
    listen();
    count(running);
    return List.of(
        Check.of("joined", running, "it is no member of the cluster"),
        Check.of("data-member", holders > 0, "nobody holds documents"),
        Check.of(
            "quorum",
            holders >= quorum,
            "%d data members, %d are needed to write".formatted(holders, quorum)));
  }

  /** Answered later, or never: one that was heard from makes up for others that are ill. */
  private void listen() {
    echo.get().onSuccess(answer -> heard = System.nanoTime());
  }

  private static boolean isFresh(long nanos) {
    return System.nanoTime() - nanos < STALE_NANOS;
  }

  private CompletionStage<Boolean> asked() {
    try {
      return copies.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** One question at a time: the answer may take a while where a member is silent. */
  private void count(boolean running) {
    if (running && !complete && counting.compareAndSet(false, true)) {
      asked()
          .whenComplete(
              (all, failure) -> {
                complete = failure == null && all; // if not, the next look asks again
                counting.set(false);
              });
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
