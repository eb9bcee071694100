package tutti.simulation.signer;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import tutti.agent.Scheduler;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/** Virtual time and the one thread, as one signer takes them. */
record SimulatedScheduler(World world, Life life) implements Scheduler {
  @Override
  public Executor pool() {
    return work -> world.time().soon(life, work);
  }

  @Override
  public void later(long millis, Executor executor, Runnable work) {
    world.time().after(millis, life, () -> executor.execute(work));
  }

  @Override
  public <T> CompletableFuture<T> within(long millis, CompletableFuture<T> work) {
    if (!work.isDone()) {
      var late =
          world
              .time()
              .after(
                  millis,
                  life,
                  () -> work.completeExceptionally(new TimeoutException("simulated")));
      Objects.requireNonNull(work.whenComplete((value, error) -> late.cancel()));
    }
    return work;
  }

  @Override
  public long chance(long bound) {
    return world.chance().between(0, bound - 1);
  }
}
