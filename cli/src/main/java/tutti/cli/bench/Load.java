package tutti.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;

/** Groups of signers that sign one session after the other, all groups at the same time. */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Size size;
  private final List<Group> groups = new ArrayList<>();

  /**
   * How much.
   *
   * @param concurrency sessions at a time, each of signers of its own
   */
  record Size(int signers, int sessions, int concurrency) {}

  /** How long it took, all in all and each. */
  record Times(long elapsedNanos, List<Long> latencyNanos) {
    Times {
      latencyNanos = List.copyOf(latencyNanos);
    }
  }

  private Load(Size size) {
    this.size = size;
  }

  static Load of(Size size, ServiceContext context)
      throws ExecutionException, InterruptedException {
    Load load = new Load(size);
    for (int i = 0; i < size.concurrency(); i++) {
      load.groups.add(await(Group.start(size.signers(), context)));
    }
    return load;
  }

  Times run() throws ExecutionException, InterruptedException {
    Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    AtomicInteger left = new AtomicInteger(size.sessions());
    long start = System.nanoTime();
    await(
        CompletableFuture.allOf(
            groups.stream()
                .map(group -> sign(group, left, latencies))
                .toArray(CompletableFuture<?>[]::new)));
    return new Times(System.nanoTime() - start, List.copyOf(latencies));
  }

  private static CompletableFuture<Void> sign(
      Group group, AtomicInteger left, Queue<Long> latencies) {
    if (left.getAndDecrement() <= 0) {
      return CompletableFuture.completedFuture(null);
    }
    return group
        .sign()
        .thenComposeAsync(
            latency -> {
              latencies.add(latency);
              return sign(group, left, latencies);
            });
  }

  private static <T> T await(CompletableFuture<T> future)
      throws ExecutionException, InterruptedException {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Refusal.of(ErrorCode.TIMEOUT, "the sessions did not end within " + PATIENCE);
    }
  }

  @Override
  public void close() {
    groups.forEach(Group::close);
  }
}
