package tutti.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import tutti.crypto.CryptoVerticle;
import tutti.discovery.DiscoveryVerticle;
import tutti.request.RequestVerticle;
import tutti.runtime.ServiceContext;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;
import tutti.session.SessionVerticle;

/** A gateway, and all services behind it, on a real member of a cluster of its own. */
public final class RunningGateway implements AutoCloseable {
  private final TuttiNode node;
  private final boolean alone;
  private GatewayVerticle verticle;
  private String deployment = "";
  private int port;

  private RunningGateway(TuttiNode node, boolean alone) {
    this.node = node;
    this.alone = alone;
  }

  public static RunningGateway start() {
    return start(settings -> settings);
  }

  public static RunningGateway start(UnaryOperator<Settings> change) {
    Settings settings =
        change.apply(
            Settings.defaults()
                .with(Settings.CLUSTER_NAME, "gateway-" + UUID.randomUUID())
                .with(Settings.CLUSTER_MEMBERS, Settings.NO_MEMBERS.get(0))
                .with(Settings.DRAIN_TIME, "1ms")
                .with(EdgeSettings.HTTP_PORT, "0"));
    TuttiNode node = await(TuttiNode.start(settings));
    await(
        Future.all(
            node.deploy(CryptoVerticle::new),
            node.deploy(DiscoveryVerticle::new),
            node.deploy(RequestVerticle::new),
            node.deploy(SessionVerticle::new)));
    RunningGateway gateway = new RunningGateway(node, true);
    gateway.listen(node.context());
    return gateway;
  }

  /** Another gateway of the same cluster, with other settings; to be closed before this one. */
  public RunningGateway beside(UnaryOperator<Settings> change) {
    RunningGateway other = new RunningGateway(node, false);
    other.listen(with(change.apply(context().settings().with(EdgeSettings.HTTP_PORT, "0"))));
    return other;
  }

  /** Ends the gateway, not the services: its clients are cut off, and it remembers none. */
  public void stopListening() {
    await(vertx().undeploy(deployment));
  }

  /** Ends the gateway and starts another one on its port. */
  public void restart() {
    if (vertx().deploymentIDs().contains(deployment)) {
      stopListening();
    }
    listen(with(context().settings().with(EdgeSettings.HTTP_PORT, String.valueOf(port))));
  }

  private ServiceContext with(Settings settings) {
    ServiceContext before = context();
    return new ServiceContext(
        before.vertx(),
        before.bus(),
        before.hazelcast(),
        settings.limits(),
        settings,
        before.clock(),
        before.meters());
  }

  private void listen(ServiceContext context) {
    verticle = new GatewayVerticle(context);
    deployment = await(vertx().deployVerticle(verticle));
    port = verticle.port();
  }

  public ServiceContext context() {
    return node.context();
  }

  public Vertx vertx() {
    return context().vertx();
  }

  public int port() {
    return port;
  }

  public String origin() {
    return "http://127.0.0.1:" + port();
  }

  /** How many clients the bridge has. */
  public int clients() {
    return verticle.clients();
  }

  /** How many connections there are. */
  public int connections() {
    return verticle.connections();
  }

  @Override
  public void close() {
    if (alone) {
      await(node.close());
    } else {
      stopListening();
    }
  }

  /** Waits in the test's own thread. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
