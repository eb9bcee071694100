package tutti.acceptance;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import tutti.crypto.CryptoVerticle;
import tutti.discovery.DiscoveryVerticle;
import tutti.gateway.GatewayVerticle;
import tutti.request.RequestVerticle;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.session.SessionVerticle;

/** All four services on a real cluster of one member, in this process. */
final class LocalCluster implements AutoCloseable {
  private final TuttiNode node;

  private LocalCluster(TuttiNode node) {
    this.node = node;
  }

  static LocalCluster start() {
    return start(settings -> settings);
  }

  static LocalCluster start(UnaryOperator<Settings> change) {
    Settings settings =
        change.apply(
            Settings.defaults()
                .with(Settings.CLUSTER_NAME, "test-" + UUID.randomUUID())
                .with(Settings.CLUSTER_MEMBERS, Settings.NO_MEMBERS.get(0)));
    TuttiNode node = await(TuttiNode.start(settings));
    await(
        Future.all(
            node.deploy(CryptoVerticle::new),
            node.deploy(DiscoveryVerticle::new),
            node.deploy(RequestVerticle::new),
            node.deploy(SessionVerticle::new)));
    return new LocalCluster(node);
  }

  /** Starts a gateway on any free port; the origin that it goes by. */
  String gateway() {
    AtomicReference<GatewayVerticle> gateway = new AtomicReference<>();
    await(
        node.deploy(
            context -> {
              gateway.set(new GatewayVerticle(context));
              return gateway.get();
            }));
    return "http://127.0.0.1:" + gateway.get().port();
  }

  ServiceContext context() {
    return node.context();
  }

  tutti.runtime.metrics.Metrics metrics() {
    return node.metrics();
  }

  Vertx vertx() {
    return context().vertx();
  }

  /** How many documents a map holds. */
  int size(String map) {
    return context().hazelcast().getMap(map).size();
  }

  @Override
  public void close() {
    await(node.close());
  }

  /** Waits in the test's own thread. */
  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
