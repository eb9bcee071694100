package tutti.simulation.service;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import tutti.runtime.Timing;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/**
 * Virtual time, as one process of services takes it.
 *
 * @param skipping whether a pause lasts until something is due, once nothing else happens
 */
record SimulatedTiming(World world, Life life, boolean skipping) implements Timing {
  SimulatedTiming(World world, Life life) {
    this(world, life, false);
  }

  @Override
  public long elapsed() {
    return world.time().millis();
  }

  @Override
  public Future<Void> pause(long millis) {
    Promise<Void> over = Promise.promise();
    world.time().after(skipping ? world.pause(millis) : millis, life, over::complete);
    return over.future();
  }

  @Override
  public long chance(long bound) {
    return world.chance().between(0, bound - 1);
  }
}
