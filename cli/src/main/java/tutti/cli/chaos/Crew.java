package tutti.cli.chaos;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tutti.agent.Bus;
import tutti.agent.gateway.GatewayBus;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.Settings;

/**
 * Signers at work on services to which things happen, and their own record of what they were told:
 * afterwards the services are measured against it.
 */
public final class Crew implements AutoCloseable {
  private static final Duration RAMP = Duration.ofSeconds(2);
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int BROADCAST_PERCENT = 30;
  private static final String TYPE = "chaos";

  private final Journal journal = new Journal();
  private final Outages outages = new Outages();
  private final Calls calls = new Calls(outages);
  private final Queue<GatewayBus> links = new ConcurrentLinkedQueue<>();
  private final Load load;
  private final Dissent dissent;
  private final Prober prober;
  private long begunNanos;
  private long stoppedNanos;

  /**
   * How they work.
   *
   * @param sessions at a time
   * @param thinking the longest that a signer takes to agree
   * @param patience how long signers ask again before they give up
   */
  public record Orders(int sessions, Duration thinking, Duration patience, long seed) {}

  /**
   * What the services have of what they acknowledged.
   *
   * @param acknowledged how much was looked for
   * @param missing what is not there
   * @param invalid results that are wrong, or that signers do not agree on
   */
  public record Inventory(long acknowledged, List<String> missing, List<String> invalid) {
    public Inventory {
      missing = List.copyOf(missing);
      invalid = List.copyOf(invalid);
    }
  }

  private Crew(ServiceContext context, @Nullable URI gateway, Orders orders)
      throws ExecutionException, InterruptedException {
    Engine engine = Engines.select(context.settings().get(Settings.CRYPTO_ENGINE)).engine();
    Bus inside = watched(new VertxBus(context.vertx()));
    var stage =
        new Party.Stage(
            key -> gateway == null ? inside : watched(outside(context, gateway, key, engine)),
            journal,
            outages,
            context.limits(),
            engine,
            new Pace(orders.thinking),
            orders.patience,
            LIFE,
            BROADCAST_PERCENT);
    load = Load.of(orders.sessions, stage, new Random(orders.seed));
    dissent = Dissent.of(stage);
    prober = new Prober(context.bus(), outages, load.parties().get(0).first());
  }

  /**
   * Starts them; they do nothing yet.
   *
   * @param context of a member of the cluster
   * @param gateway where signers are; absent: on that member
   */
  public static Crew start(ServiceContext context, @Nullable URI gateway, Orders orders)
      throws ExecutionException, InterruptedException {
    return new Crew(context, gateway, orders);
  }

  /** Each has a connection of its own, as signers elsewhere have. */
  private GatewayBus outside(ServiceContext context, URI gateway, SecretKey key, Engine engine) {
    GatewayBus bus = new GatewayBus(context.vertx(), gateway).holding(key, engine);
    links.add(bus);
    return bus;
  }

  private Bus watched(Bus bus) {
    return new WatchedBus(bus, journal, calls);
  }

  /** Lets them sign one request after the other. */
  public void begin() throws ExecutionException, InterruptedException {
    Load.await(load.parties().get(0).advertise(TYPE));
    prober.start();
    dissent.begin();
    begunNanos = System.nanoTime();
    load.begin(RAMP);
  }

  /** Lets them announce nothing more; what was announced goes on. */
  public void stop() {
    prober.close();
    load.stop();
    dissent.stop();
    stoppedNanos = System.nanoTime();
  }

  /** Waits until all sessions have ended, but no longer than that. */
  public void awaitEnds(Duration longest) throws InterruptedException, ExecutionException {
    List<CompletableFuture<Void>> all = journal.signings().stream().map(Signing::over).toList();
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
          .get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      journal.signings().forEach(one -> one.overdueNanos().ifPresent(outages::heard));
    }
  }

  /** Looks for everything that was acknowledged in sessions that are complete. */
  public Inventory takeStock(ServiceBus services) throws InterruptedException, ExecutionException {
    Audit audit = new Audit(services, dissent, LIFE);
    audit.check(journal.signings().stream().filter(Signing::isComplete).toList());
    return new Inventory(audit.checked(), audit.missing(), audit.invalid());
  }

  /** How sessions have ended so far. */
  public Tally tally() {
    return journal.tally();
  }

  /** What must not be: sessions that failed or hang, nonces that were used twice. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(journal.unsigned());
    journal.usedTwice().forEach(one -> problems.add("used twice: " + one));
    return problems;
  }

  /** Nonces and partial signatures that left a signer twice, for different things. */
  public int usedTwice() {
    return journal.usedTwice().size();
  }

  /** How long after the beginning of something no request was left waiting for its answer. */
  public Outages.Wait answersAfter(long fromNanos, long toNanos) {
    return outages.answersAfter(fromNanos, toNanos);
  }

  /** The longest time without a session that was completed, of those that touch this one. */
  public long longestPauseMillis(long fromNanos, long toNanos) {
    List<Long> ends =
        journal.signings().stream()
            .filter(Signing::isComplete)
            .map(one -> one.endedNanos() - begunNanos)
            .sorted()
            .toList();
    long end = (stoppedNanos == 0 ? System.nanoTime() : stoppedNanos) - begunNanos;
    long longest = 0;
    long before = 0;
    for (int i = 0; i <= ends.size(); i++) {
      long next = Math.min(i < ends.size() ? ends.get(i) : end, end);
      if (next > fromNanos - begunNanos && before < toNanos - begunNanos) {
        longest = Math.max(longest, next - before);
      }
      before = next;
    }
    return TimeUnit.NANOSECONDS.toMillis(longest);
  }

  @Override
  public void close() {
    prober.close();
    dissent.close();
    load.close();
    links.forEach(GatewayBus::close);
  }
}
