package tutti.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Everything is done where it is asked for. */
final class AtOnce implements Scheduler {
  @Override
  public Executor pool() {
    return Runnable::run;
  }

  @Override
  public void later(long millis, Executor executor, Runnable work) {
    throw new AssertionError("nothing waits");
  }

  @Override
  public <T> CompletableFuture<T> within(long millis, CompletableFuture<T> work) {
    return work;
  }

  @Override
  public long chance(long bound) {
    return 0;
  }
}
