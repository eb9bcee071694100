package tutti.cli.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tutti.agent.vertx.VertxBus;
import tutti.cli.terminal.Report;
import tutti.cli.terminal.Terminal;
import tutti.cli.terminal.Waiting;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.Settings;

/** A steady load of sessions on a cluster of processes to which things happen. */
public final class Chaos {
  private static final Duration RAMP = Duration.ofSeconds(4);
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final Duration CALM = Duration.ofSeconds(3);
  private static final Duration MOST_TIME = Duration.ofMinutes(30);
  private static final Duration ENDING = Duration.ofMinutes(2);

  private final Terminal terminal;
  private final Plan plan;
  private final Journal journal = new Journal();
  private final Outages outages = new Outages();
  private final Calls calls = new Calls(outages);
  private final Random random;

  public Chaos(Terminal terminal, Plan plan) {
    this.terminal = terminal;
    this.plan = plan;
    this.random = new Random(plan.seed());
  }

  /** Runs it all; the report says what must not be. */
  public Report run() throws ExecutionException, InterruptedException {
    terminal.progress("seed %d, logs in %s".formatted(plan.seed(), plan.logs()));
    terminal.progress("starting %d processes".formatted(plan.shape().processes()));
    try (Fleet fleet = Fleet.start(plan.shape(), new Waiting(terminal))) {
      ServiceContext context = fleet.context();
      var clustered = new VertxBus(context.vertx());
      var bus = new WatchedBus(clustered, journal, calls);
      Engine engine = Engines.select(context.settings().get(Settings.CRYPTO_ENGINE)).engine();
      var stage =
          new Party.Stage(
              key -> bus,
              journal,
              outages,
              context.limits(),
              engine,
              new Pace(plan.thinking()),
              plan.patience(),
              plan.life(),
              plan.broadcast());
      terminal.progress("starting the signers of %d sessions".formatted(plan.concurrency()));
      try (Load load = Load.of(plan.concurrency(), stage, random);
          Dissent dissent = Dissent.of(stage)) {
        return run(fleet, load, dissent, clustered);
      }
    }
  }

  private Report run(Fleet fleet, Load load, Dissent dissent, VertxBus bus)
      throws ExecutionException, InterruptedException {
    Load.await(load.parties().get(0).advertise("chaos"));
    Faults faults = new Faults(fleet, load, terminal, plan);
    Audit audit = new Audit(fleet.context().bus(), dissent, plan.life());
    Soak soak = new Soak(fleet, load, journal, audit, terminal);
    long start = System.nanoTime();
    try (var prober = new Prober(fleet.context().bus(), outages, load.parties().get(0).first())) {
      prober.start();
      if (!plan.soak()) {
        dissent.begin();
      }
      disturb(faults, soak, load, start);
      TimeUnit.MILLISECONDS.sleep(CALM.toMillis());
      load.stop();
      dissent.stop();
    }
    long underLoad = System.nanoTime() - start;
    terminal.progress("waiting for the last sessions");
    awaitEnds();
    journal.signings().forEach(signing -> signing.overdueNanos().ifPresent(outages::heard));
    List<Faults.Injected> injected = faults.injected();
    terminal.progress("reading everything back");
    audit.check(journal.signings());
    Slot killed = faults.killDataMember();
    terminal.progress("killed %s, reading everything back again".formatted(killed.name()));
    audit.checkAgain(journal.signings());
    Findings.Effort effort = new Findings.Effort(underLoad, bus.heldBack());
    return new Findings(plan, journal, calls, audit, faults, injected, soak.growth(), effort)
        .report();
  }

  /** What the plan wants, and load meanwhile. */
  private void disturb(Faults faults, Soak soak, Load load, long start)
      throws ExecutionException, InterruptedException {
    if (plan.sessions() > 0) {
      load.limit(plan.sessions());
      faults.beginToLose();
    }
    load.begin(RAMP);
    TimeUnit.MILLISECONDS.sleep(RAMP.plus(CALM).plus(warmUp()).toMillis());
    if (plan.sessions() > 0) {
      faults.loseUntilAllHaveEnded(MOST_TIME);
    } else if (plan.soak()) {
      soak.run(plan.duration());
    } else {
      inject(faults, start);
    }
  }

  /** Processes that have just started are slow, and would be the first that anything happens to. */
  private Duration warmUp() {
    Duration share = plan.duration().dividedBy(10);
    return share.compareTo(WARM_UP) < 0 ? share : WARM_UP;
  }

  /** Each kind once, and then again until the time is over and there were enough kills. */
  private void inject(Faults faults, long start) throws ExecutionException, InterruptedException {
    for (FaultKind kind : plan.faults()) {
      faults.inject(kind);
    }
    List<FaultKind> again = plan.again();
    while (!again.isEmpty() && (isTimeLeft(start) || faults.kills() < plan.kills())) {
      boolean late = !isTimeLeft(start);
      faults.inject(late ? FaultKind.KILL : again.get(random.nextInt(again.size())));
    }
    long left = plan.duration().toNanos() - (System.nanoTime() - start);
    TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
  }

  private boolean isTimeLeft(long start) {
    return System.nanoTime() - start < plan.duration().toNanos();
  }

  /** What has not ended by then hangs. */
  private void awaitEnds() throws InterruptedException, ExecutionException {
    List<CompletableFuture<Void>> all = journal.signings().stream().map(Signing::over).toList();
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
          .get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      terminal.progress("some sessions have not ended");
    }
  }
}
