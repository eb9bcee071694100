package tutti.simulation.world;

import java.util.function.Supplier;

/** Carries messages between processes, as the weather lets it. */
public final class Network {
  private final World world;

  Network(World world) {
    this.world = world;
  }

  /** Sends; it arrives never, once or twice, and some time later. */
  public void send(Life from, Life to, Supplier<String> what, Runnable arrival) {
    if (!from.alive()) {
      return;
    }
    boolean trips = world.stormy() && world.chance().in(world.scenario().tripping());
    if (trips && world.chance().in(0.5)) {
      world.trace().note(from, () -> "trips before it sends " + what.get());
      from.crash();
      return;
    }
    carry(from, to, what, arrival);
    if (trips) {
      world.trace().note(from, () -> "trips after it sent " + what.get());
      from.crash();
    }
  }

  private void carry(Life from, Life to, Supplier<String> what, Runnable arrival) {
    Weather weather = world.weather();
    if (world.chance().in(weather.loss())) {
      world.count("message lost");
      world.trace().note(from, () -> "-x " + to + " " + what.get());
      return;
    }
    deliver(from, to, what, arrival);
    if (world.chance().in(weather.duplication())) {
      world.count("message twice");
      deliver(from, to, what, arrival);
    }
  }

  private void deliver(Life from, Life to, Supplier<String> what, Runnable arrival) {
    Weather weather = world.weather();
    boolean straggles = world.chance().in(weather.straggling());
    long delay = world.chance().between(0, straggles ? weather.straggler() : weather.delay());
    world.trace().note(from, () -> "-> " + to + " " + what.get() + " (" + delay + " ms)");
    world.time().after(delay, to, arrival);
  }
}
