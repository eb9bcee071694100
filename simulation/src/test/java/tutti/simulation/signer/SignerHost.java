package tutti.simulation.signer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.Bus;
import tutti.agent.Decision;
import tutti.agent.Policy;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.simulation.check.NonceLedger;
import tutti.simulation.check.SpokenWords;
import tutti.simulation.check.Watch;
import tutti.simulation.mutation.Mutations;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/** A machine that runs one signer's process, and starts it again when it has crashed. */
public final class SignerHost {
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(10);

  private final World world;
  private final SecretKey key;
  private final String name;
  private final Surroundings surroundings;
  private final @Nullable Cheat cheat;
  private final Engine engine;

  private Life life;
  private @Nullable Application application;
  private @Nullable Agent agent;
  private int lives;
  private boolean gone;

  /** What the signers of a run share. */
  public record Surroundings(
      List<Wish> wishes,
      Watch watch,
      SpokenWords words,
      NonceLedger ledger,
      Engine engine,
      Mutations mutations) {}

  /** A signer that cheats, unless there is no cheat. */
  public SignerHost(World world, SecretKey key, @Nullable Cheat cheat, Surroundings surroundings) {
    this.world = world;
    this.key = key;
    this.name = key.publicKey().hex().substring(2, 6) + (cheat == null ? "" : "!");
    this.cheat = cheat;
    this.surroundings = surroundings;
    Engine mutated = surroundings.mutations.signing(surroundings.engine);
    this.engine = new WatchedEngine(mutated, surroundings.ledger);
    this.life = new Life(name);
  }

  public PublicKey publicKey() {
    return key.publicKey();
  }

  /** Whether it is there, and not gone for good. */
  public boolean alive() {
    return life.alive();
  }

  public void start() {
    Life started = new Life(name + "/" + ++lives);
    life = started;
    started.crashesBy(this::crash);
    world.trace().note(started, () -> "starts" + (cheat == null ? "" : " to cheat: " + cheat));
    Application fresh =
        new Application(world, started, publicKey(), surroundings.wishes, surroundings.watch);
    application = fresh;
    Answers.hear(
        world,
        agentBuilder(started, fresh).start(),
        (there, error) -> {
          if (there != null) {
            agent = there;
            fresh.started(there);
          } else {
            crash();
          }
        });
  }

  private AgentBuilder agentBuilder(Life started, Application listening) {
    return Agent.builder(bus(started))
        .key(key)
        .policy(policy())
        .listener(listening::heard)
        .broadcaster(order -> broadcast())
        .limits(World.LIMITS)
        .callDeadline(CALL_DEADLINE)
        .policyTimeout(Duration.ofSeconds(5))
        .engine(engine)
        .clock(world.time())
        .scheduler(new SimulatedScheduler(world, started));
  }

  private Bus bus(Life started) {
    Bus bus = new SimulatedBus(world, started);
    Bus spoken =
        cheat == null
            ? new ListeningBus(bus, surroundings.words::leaves)
            : new CheatingBus(world, bus, key, engine, cheat);
    return surroundings.mutations.bus(spoken, key, engine, world);
  }

  private Policy policy() {
    return world.scenario().whims()
        ? proposed -> CompletableFuture.completedFuture(decided())
        : Policy.approveAll();
  }

  private Decision decided() {
    return world.chance().in(0.1) ? Decision.reject("a whim") : Decision.approve();
  }

  private CompletableFuture<String> broadcast() {
    if (world.chance().in(0.1)) {
      return new CompletableFuture<>(); // never
    }
    return world.chance().in(0.1)
        ? CompletableFuture.failedFuture(new IllegalStateException("nobody takes it"))
        : CompletableFuture.completedFuture("reference");
  }

  /** Is killed; it remembers nothing afterwards but its key and its application's wishes. */
  public void crash() {
    if (lives == 0 || !life.alive()) {
      return; // what has not started would be started twice
    }
    world.trace().note(life, () -> "crashes");
    world.count("signer crash");
    life.end();
    if (world.scenario().whims() && world.chance().in(0.2)) {
      gone = true;
    } else {
      world.time().after(world.chance().between(100L, 8_000L), world.life(), this::revive);
    }
  }

  private void revive() {
    if (!life.alive() && !gone) {
      start();
    }
  }

  public void freeze(long millis) {
    world.count("freeze");
    world.trace().note(life, () -> "freezes for " + millis + " ms");
    life.freeze(world.time().millis() + millis);
  }

  /** Leaves in order, as there is nothing more to do. */
  public void close() {
    gone = true;
    if (agent != null && life.alive()) {
      agent.close();
      world.time().after(1_000, world.life(), life::end);
    }
  }

  public void requireNothingHanging() {
    if (application != null && life.alive()) {
      application.requireNothingHanging();
    }
  }
}
