package tutti.agent;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Time in which every pause is over at once. */
final class LeapingTime implements Scheduler {
  private final List<Long> pauses = new ArrayList<>();
  private long now = 1_000_000;

  List<Long> pauses() {
    return pauses;
  }

  Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(now);
      }
    };
  }

  @Override
  public Executor pool() {
    return Runnable::run;
  }

  @Override
  public void later(long millis, Executor executor, Runnable work) {
    pauses.add(millis);
    now += millis;
    executor.execute(work);
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
