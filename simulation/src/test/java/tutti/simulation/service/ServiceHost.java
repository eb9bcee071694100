package tutti.simulation.service;

import org.jspecify.annotations.Nullable;
import tutti.musig2.Engine;
import tutti.simulation.mutation.Mutations;
import tutti.simulation.store.Store;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/** A machine that runs a process of services, and starts it again when it has crashed. */
public final class ServiceHost {
  private final World world;
  private final Store store;
  private final String name;
  private final boolean member;
  private final Mutations mutations;
  private final Engine engine;

  private Life life;
  private @Nullable ServiceProcess process;
  private int lives;

  /** With the documents it may hold, and the mathematics of its crypto service. */
  public ServiceHost(World world, Store store, Place place, Engine engine, Mutations mutations) {
    this.world = world;
    this.store = store;
    this.name = place.name;
    this.member = place.member;
    this.engine = engine;
    this.mutations = mutations;
    this.life = new Life(name);
  }

  /** A name, and whether documents are held there. */
  public record Place(String name, boolean member) {}

  public void start() {
    life = new Life(name + "/" + ++lives);
    life.crashesBy(this::crash);
    world.trace().note(life, () -> "starts");
    process = new ServiceProcess(world, life, store, mutations);
    process.start(engine);
    if (member) {
      store.join(life);
    }
  }

  /** Is killed, unless this would take documents along that it must not. */
  public void crash() {
    if (!life.alive() || (member && !world.scenario().reckless() && !store.isSafe())) {
      return;
    }
    world.trace().note(life, () -> "crashes");
    world.count("service crash");
    world.disturbed();
    life.end();
    startAgain();
  }

  /** Stops in order, as for an upgrade. */
  public void leave() {
    if (!life.alive() || process == null || (member && !store.isSafe())) {
      return;
    }
    world.trace().note(life, () -> "leaves");
    world.count("service upgrade");
    world.disturbed();
    Life leaving = life;
    process.stop();
    if (member) {
      store.leave(leaving);
    }
    world.time().after(1_500, world.life(), leaving::end);
    world.time().after(1_600, world.life(), this::startAgain);
  }

  /** Stops for a while without knowing. */
  public void freeze(long millis) {
    world.count("freeze");
    world.trace().note(life, () -> "freezes for " + millis + " ms");
    world.disturbed();
    life.freeze(world.time().millis() + millis);
  }

  private void startAgain() {
    world.time().after(world.chance().between(200L, 5_000L), world.life(), this::revive);
  }

  private void revive() {
    if (!life.alive()) {
      world.disturbed();
      start();
    }
  }
}
