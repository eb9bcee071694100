package tutti.runtime.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Clock;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.Patience;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.Settings;
import tutti.runtime.metrics.Metrics;
import tutti.runtime.state.Copies;

/** One process of the cluster: a member of bus and store, and the services that run in it. */
public final class TuttiNode {
  private final Member member;
  private final ServiceContext context;
  private final EvenCluster cluster;
  private final Observation observation;
  private final Echo echo;
  private final Queue<String> deployments = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Promise<Void>> closing = new AtomicReference<>();
  private final AtomicReference<@Nullable Readiness> readiness = new AtomicReference<>();

  private TuttiNode(
      Member member, EvenCluster cluster, Observation observation, ServiceContext context) {
    this.member = member;
    this.observation = observation;
    this.context = context;
    this.cluster = cluster;
    this.echo = new Echo(context.vertx().eventBus(), context.hazelcast(), context.settings());
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

  /** Starts a service here, unless this member is leaving. */
  public Future<Void> deploy(Function<ServiceContext, ? extends Deployable> service) {
    if (closing.get() != null) {
      return Future.failedFuture(Refusal.of(ErrorCode.UNAVAILABLE, "this member is leaving"));
    }
    return context
        .vertx()
        .deployVerticle(service.apply(context))
        .onSuccess(deployments::add)
        .mapEmpty();
  }

  /** Whether this member can be used, looked at from the first call on. */
  public Readiness readiness() {
    Readiness created =
        new Readiness(
            context.hazelcast(),
            context.settings(),
            echo::ofAnother,
            () -> Copies.areCompleteEverywhere(context.hazelcast()));
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
    whenLooked(Readiness::stopping);
    Departure departure = new Departure(context, cluster, deployments);
    Future<Void> out = deployments.isEmpty() ? departure.atOnce() : departure.inOrder();
    return out.compose(stopped -> member.leave())
        .onComplete(gone -> whenLooked(Readiness::close))
        .onComplete(gone -> observation.close());
  }

  private void whenLooked(Consumer<Readiness> work) {
    Readiness looking = readiness.get();
    if (looking != null) {
      work.accept(looking);
    }
  }

  private Future<TuttiNode> warmedUp() {
    return echo.begun().map(this);
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
            .setPort(settings.get(Settings.EVENT_BUS_PORT))
            // By default a minute for a host that is gone, and messages to it are kept for so long.
            .setConnectTimeout(Math.toIntExact(settings.get(Settings.SEND_TIMEOUT).toMillis()));
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
