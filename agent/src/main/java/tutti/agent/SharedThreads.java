package tutti.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The threads that all agents of a process share, and the system's time. */
final class SharedThreads implements Scheduler {
  static final Scheduler INSTANCE = new SharedThreads();

  private SharedThreads() {}

  @Override
  public Executor pool() {
    return Pool.THREADS;
  }

  @Override
  public void later(long millis, Executor executor, Runnable work) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, executor).execute(work);
  }

  @Override
  public <T> CompletableFuture<T> within(long millis, CompletableFuture<T> work) {
    return work.orTimeout(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public long chance(long bound) {
    return ThreadLocalRandom.current().nextLong(bound);
  }

  /** Made when the first agent starts; its threads do not keep a process alive. */
  private static final class Pool {
    private static final ExecutorService THREADS =
        Executors.newFixedThreadPool(
            Math.max(4, Runtime.getRuntime().availableProcessors()),
            work -> {
              Thread thread = new Thread(work, "tutti-agent");
              thread.setDaemon(true);
              return thread;
            });
  }
}
