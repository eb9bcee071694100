package tutti.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What an agent takes of threads, time and chance; everything it takes comes from here, so that a
 * simulation can stand in for all three. {@link AgentBuilder} has one that suits every application.
 */
public interface Scheduler {
  /** Runs work soon; what an application does there may block. */
  Executor pool();

  /** Runs work on the executor after so many milliseconds. */
  void later(long millis, Executor executor, Runnable work);

  /**
   * Fails the work with {@link java.util.concurrent.TimeoutException} if it takes longer.
   *
   * @return the work itself
   */
  <T> CompletableFuture<T> within(long millis, CompletableFuture<T> work);

  /** Any number from 0 up to, not including, the bound. Nothing secret comes of it. */
  long chance(long bound);
}
