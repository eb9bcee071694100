package tutti.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.SeededEngines;
import tutti.musig2.ToyEngine;
import tutti.protocol.Limit;
import tutti.runtime.machine.Document;
import tutti.simulation.check.NonceLedger;
import tutti.simulation.check.Rules;
import tutti.simulation.check.SpokenWords;
import tutti.simulation.check.Watch;
import tutti.simulation.mutation.Mutations;
import tutti.simulation.service.ServiceHost;
import tutti.simulation.signer.Cheat;
import tutti.simulation.signer.SignerHost;
import tutti.simulation.signer.Wish;
import tutti.simulation.store.Store;
import tutti.simulation.store.StoreFaults;
import tutti.simulation.world.Scenario;
import tutti.simulation.world.Violation;
import tutti.simulation.world.VirtualTime;
import tutti.simulation.world.World;

/** One run: a group, its services, what goes wrong, and what must be true all the time. */
final class Run {
  private static final List<SecretKey> KEYS = keys();

  /** By then everything has come to its end, or never will. */
  private static final long HORIZON = 400_000;

  /** How long a member may not find documents that have moved to it. */
  private static final long BLINDNESS = 3_000;

  /** How often the watchers look at what does not happen. */
  private static final long LOOK = 1_000;

  private final World world;
  private final Store store;
  private final Watch watch;
  private final List<ServiceHost> services = new ArrayList<>();
  private final List<SignerHost> signers = new ArrayList<>();
  private final List<Wish> wishes = new ArrayList<>();
  private boolean settled;

  /** What a run is made of, besides its seed. */
  record Plan(
      Scenario.@Nullable Theme theme,
      boolean realCryptography,
      boolean small,
      Mutations mutations) {
    static final Plan ANY = new Plan(null, false, false, Mutations.NONE);
    static final Plan SMALL = new Plan(null, false, true, Mutations.NONE);
    static final Plan REAL = new Plan(null, true, false, Mutations.NONE);

    static Plan of(Scenario.Theme theme, Mutations mutations) {
      return new Plan(theme, false, false, mutations);
    }
  }

  Run(long seed, Plan plan, boolean traced) {
    world = new World(seed, plan.theme, plan.small, traced);
    Scenario scenario = world.scenario();
    Engine engine =
        plan.realCryptography
            ? SeededEngines.bouncyCastle(world.chance()::bits)
            : new ToyEngine(world.chance()::bits);
    List<SecretKey> keys = KEYS.subList(0, scenario.signers());
    int cheater = scenario.cheaters() == 0 ? -1 : world.chance().between(0, keys.size() - 1);
    Set<PublicKey> cheaters = new HashSet<>();
    if (cheater >= 0) {
      cheaters.add(keys.get(cheater).publicKey());
    }
    watch = new Watch(world, new Rules(engine, cheaters));
    store = new Store(world, watch, storeFaults(plan.mutations));
    populateServices(scenario, engine, plan.mutations);
    var surroundings =
        new SignerHost.Surroundings(
            wishes, watch, new SpokenWords(world), new NonceLedger(world), engine, plan.mutations);
    for (int i = 0; i < keys.size(); i++) {
      Cheat cheat = i == cheater ? world.chance().pick(Cheat.ALL) : null;
      signers.add(new SignerHost(world, keys.get(i), cheat, surroundings));
    }
    for (int i = 0; i < scenario.requests(); i++) {
      wishes.add(new Wish(world, i + 1, rotated(keys, i)));
    }
  }

  private static List<SecretKey> keys() {
    List<SecretKey> keys = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      byte[] scalar = new byte[SecretKey.SIZE];
      scalar[0] = (byte) (i * 0x1d);
      scalar[31] = (byte) i;
      keys.add(SecretKey.of(scalar));
    }
    return List.copyOf(keys);
  }

  private static List<PublicKey> rotated(List<SecretKey> keys, int by) {
    List<PublicKey> rotated = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      rotated.add(keys.get((i + by) % keys.size()).publicKey());
    }
    return rotated;
  }

  private StoreFaults storeFaults(Mutations mutations) {
    boolean gaps = world.scenario().memberCrashes() > 0 && world.chance().in(0.4);
    long delay = world.chance().between(1, 50);
    return mutations.store(new StoreFaults(delay, gaps ? 0.05 : 0, BLINDNESS, false, false));
  }

  private void populateServices(Scenario scenario, Engine engine, Mutations mutations) {
    for (int i = 0; i < scenario.members() + scenario.helpers(); i++) {
      boolean member = i < scenario.members();
      var place = new ServiceHost.Place((member ? "M" : "H") + (i + 1), member);
      services.add(new ServiceHost(world, store, place, engine, mutations));
    }
  }

  /** Lets it all happen. Fails with the first violation. */
  Run go() {
    services.forEach(ServiceHost::start);
    signers.forEach(
        signer -> world.time().after(world.chance().between(0, 500), world.life(), signer::start));
    new Fate(world, services, signers).decree();
    world.time().after(LOOK, world.life(), this::look);
    goUntil(() -> settled, VirtualTime.START + HORIZON);
    signers.forEach(SignerHost::close);
    world.skipTo(store::nextDue);
    goUntil(this::isEmpty, world.time().millis() + keptAtMost());
    requireEmpty();
    return this;
  }

  private void goUntil(BooleanSupplier reached, long deadline) {
    while (!reached.getAsBoolean()) {
      if (world.time().millis() > deadline || !world.time().step()) {
        world.violated("it does not come to its end: " + wishes);
      }
      world.requireUnviolated();
    }
  }

  private void look() {
    watch.requireNothingOverdue(store);
    signers.forEach(SignerHost::requireNothingHanging);
    settled = wishes.stream().allMatch(this::isSettled) && watch.allEnded(store);
    world.time().after(world.pause(LOOK), world.life(), this::look);
  }

  private boolean isSettled(Wish wish) {
    if (!wish.isSettled()) {
      return world.scenario().whims() && signers.stream().anyMatch(one -> !one.alive());
    }
    if (!wish.isFulfilled()) {
      if (world.scenario().mustComplete()) {
        world.violated("honest signers gave up: " + wish);
      }
      return true;
    }
    // Who was not told before all copies were lost cannot be told any more.
    return !world.scenario().mustComplete() || wish.untold().isEmpty() || watch.hasLost();
  }

  private static long keptAtMost() {
    return World.LIMITS.get(Limit.REQUEST_LIFE)
        + World.LIMITS.get(Limit.RETENTION)
        + 3 * World.LIMITS.get(Limit.PHASE_TIMEOUT)
        + 5 * World.LIMITS.get(Limit.BROADCAST_TIMEOUT);
  }

  private boolean isEmpty() {
    return store.all(Watch.SESSIONS).isEmpty()
        && store.all(Watch.REQUESTS).isEmpty()
        && store.all("request-index").isEmpty();
  }

  private void requireEmpty() {
    for (String map : List.of(Watch.SESSIONS, Watch.REQUESTS, "request-index")) {
      for (Document left : store.all(map).values()) {
        world.violated("left behind: " + left);
      }
    }
    world.requireUnviolated();
  }

  World world() {
    return world;
  }

  /** Two runs that are the same have the same one. */
  long fingerprint() {
    return world.time().fingerprint();
  }

  /** The trace of a run that is repeated for it. */
  static List<String> trace(long seed, Plan plan) {
    Run run = new Run(seed, plan, true);
    try {
      run.go();
    } catch (Violation expected) {
      // It is in the trace.
    }
    return run.world.trace().lines();
  }
}
