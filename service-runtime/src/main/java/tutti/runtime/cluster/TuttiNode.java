package tutti.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.Patience;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.Settings;
import tutti.runtime.metrics.Metrics;

/** One process of the cluster: a member of bus and store, and the services that run in it. */
public final class TuttiNode {
  private static final long IDLE_CHECK_MILLIS = 10;

  private final Member member;
  private final ServiceContext context;
  private final EvenCluster cluster;
  private final Observation observation;
  private final MessageConsumer<Object> echo;
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Promise<Void>> closing = new AtomicReference<>();
  private final AtomicReference<@Nullable Readiness> readiness = new AtomicReference<>();

  private TuttiNode(
      Member member, EvenCluster cluster, Observation observation, ServiceContext context) {
    this.member = member;
    this.observation = observation;
    this.context = context;
    this.cluster = cluster;
    // Unlike a local consumer it is found through the store, as every other one is.
    this.echo =
        context
            .vertx()
            .eventBus()
            .consumer("tutti.node." + UUID.randomUUID(), message -> message.reply(null));
  }

  /** Joins the cluster. Completes when bus and store can be used. */
  public static Future<TuttiNode> start(Settings settings) {
    return start(settings, ClusterClock::new);
  }

  /** Joins the cluster, with a clock of one's own. */
  public static Future<TuttiNode> start(Settings settings, Clock clock) {
    return start(settings, hazelcast -> clock);
  }

  private static Future<TuttiNode> start(
      Settings settings, Function<HazelcastInstance, Clock> clock) {
    Observation observation;
    try {
      observation = Observation.open(settings);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    return Member.join(settings, clock)
        .compose(
            member ->
                node(member, settings, clock.apply(member.hazelcast()), observation)
                    .compose(TuttiNode::warmedUp)
                    .recover(failure -> leaving(member, failure)))
        .onFailure(failure -> observation.close());
  }

  public ServiceContext context() {
    return context;
  }

  /** What this process counts and measures of itself. */
  public Metrics metrics() {
    return observation.metrics();
  }

  /** Starts a service here. */
  public Future<Void> deploy(Function<ServiceContext, ? extends Deployable> service) {
    return context
        .vertx()
        .deployVerticle(service.apply(context))
        .onSuccess(deployments::add)
        .mapEmpty();
  }

  /** Whether this member can be used, looked at from the first call on. */
  public Readiness readiness() {
    Readiness created = new Readiness(context.hazelcast(), context.settings(), this::selfRequest);
    if (readiness.compareAndSet(null, created)) {
      created.start();
    }
    return Objects.requireNonNull(readiness.get());
  }

  /**
   * Leaves in order: whoever looks is told, no member sends here any more, what is under way is
   * answered, services stop, documents move to other members. Once, however often it is called.
   * {@link Leaving} says how long that may take.
   */
  public Future<Void> close() {
    if (closing.compareAndSet(null, Promise.promise())) {
      leave().onComplete(closed());
    }
    return closed().future();
  }

  private Promise<Void> closed() {
    return Objects.requireNonNull(closing.get());
  }

  private Future<Void> leave() {
    Vertx vertx = context.vertx();
    Leaving times = Leaving.of(context.settings());
    // Nobody misses a member that served nothing.
    boolean served = !deployments.isEmpty();
    long patience = times.answering().toNanos();
    whenLooked(Readiness::stopping);
    // Of no thread of Vert.x: what is to happen there after its end never does.
    Promise<Void> begun = Promise.promise();
    Future<Void> left =
        begun
            .future()
            .compose(begin -> pause(served ? times.notice() : Duration.ZERO))
            .compose(noticed -> always(cluster::withdraw))
            .compose(done -> pause(served ? times.drain() : Duration.ZERO))
            .compose(done -> answered(System.nanoTime() + patience))
            .compose(done -> always(this::undeploy))
            .compose(done -> always(context.bus()::close))
            .compose(done -> always(vertx::close))
            .compose(done -> member.leave())
            .onComplete(gone -> whenLooked(Readiness::close))
            .onComplete(gone -> observation.close());
    begun.complete();
    return left;
  }

  private void whenLooked(Consumer<Readiness> work) {
    Readiness looking = readiness.get();
    if (looking != null) {
      work.accept(looking);
    }
  }

  private Future<Void> pause(Duration time) {
    return time.isZero()
        ? Future.succeededFuture()
        : context.vertx().timer(time.toMillis()).mapEmpty();
  }

  /** Until what was asked here is answered; nobody waits for an answer any longer than this. */
  private Future<Void> answered(long deadline) {
    return context.bus().isIdle() || System.nanoTime() - deadline > 0
        ? Future.succeededFuture()
        : context.vertx().timer(IDLE_CHECK_MILLIS).compose(later -> answered(deadline));
  }

  private Future<Void> undeploy() {
    Future<Void> undeployed = Future.succeededFuture();
    for (String id = deployments.poll(); id != null; id = deployments.poll()) {
      String deployment = id;
      undeployed = undeployed.compose(done -> always(() -> context.vertx().undeploy(deployment)));
    }
    return undeployed;
  }

  /** One step of leaving that fails must not keep the others from happening. */
  private static Future<Void> always(Supplier<Future<Void>> step) {
    return step.get().otherwiseEmpty();
  }

  private Future<TuttiNode> warmedUp() {
    return echo.completion().compose(registered -> selfRequest()).map(this);
  }

  private Future<Void> selfRequest() {
    DeliveryOptions options =
        new DeliveryOptions()
            .setSendTimeout(context.settings().get(Settings.SEND_TIMEOUT).toMillis());
    return context.vertx().eventBus().request(echo.address(), null, options).mapEmpty();
  }

  private static Future<TuttiNode> node(
      Member member, Settings settings, Clock clock, Observation observation) {
    EvenCluster cluster = new EvenCluster(member.hazelcast());
    return clusteredVertx(settings, cluster, observation)
        .map(
            vertx -> {
              observation.begin(vertx, member.hazelcast(), clock);
              ServiceBus bus =
                  new ServiceBus(
                      vertx, settings.limits(), Patience.of(settings), observation.witness());
              ServiceContext context =
                  new ServiceContext(
                      vertx,
                      bus,
                      member.hazelcast(),
                      settings.limits(),
                      settings,
                      clock,
                      observation.metrics().registry());
              return new TuttiNode(member, cluster, observation, context);
            });
  }

  private static Future<Vertx> clusteredVertx(
      Settings settings, EvenCluster cluster, Observation observation) {
    EventBusOptions bus =
        new EventBusOptions()
            .setHost(settings.eventBusHost())
            .setPort(settings.get(Settings.EVENT_BUS_PORT));
    VertxBuilder builder =
        Vertx.builder()
            .with(new VertxOptions().setEventBusOptions(bus))
            .withClusterManager(cluster);
    observation.tracing().ifPresent(tracing -> builder.withTracer(tracing.factory()));
    return builder.buildClustered();
  }

  private static <T> Future<T> leaving(Member member, Throwable failure) {
    return member.leave().transform(left -> Future.failedFuture(failure));
  }
}
