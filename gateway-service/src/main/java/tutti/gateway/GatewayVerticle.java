package tutti.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.gateway.http.Listening;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.Settings;

/** The gateway: what everything outside the cluster talks to. */
public final class GatewayVerticle extends VerticleBase {
  private static final String MAP = "tutti.gateway";
  private static final String ORIGIN = "origin";

  private final ServiceContext services;
  private @Nullable HttpServer server;
  private @Nullable Gateway gateway;

  public GatewayVerticle(ServiceContext services) {
    this.services = services;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(Listening.options(services.settings()))
        .connectionHandler(this::opened)
        .requestHandler(this::requested)
        .listen()
        .compose(this::open);
  }

  /** Where the gateway of this process is to be found on this machine; null if there is none. */
  public static @Nullable String origin(Vertx vertx) {
    return vertx.sharedData().<String, String>getLocalMap(MAP).get(ORIGIN);
  }

  /** The port that it listens on. */
  public int port() {
    return Objects.requireNonNull(server).actualPort();
  }

  /** How many clients the bridge has. */
  int clients() {
    return Objects.requireNonNull(gateway).clients();
  }

  /** How many connections there are. */
  int connections() {
    return Objects.requireNonNull(gateway).connections().size();
  }

  /** Lets nobody in any more; requests are answered, and whoever listens is told to go. */
  @Override
  public Future<?> stop() {
    Duration patience = services.settings().get(Settings.SEND_TIMEOUT);
    Future<Void> closed = server == null ? Future.succeededFuture() : server.shutdown(patience);
    if (gateway == null) {
      return closed;
    }
    gateway.letGo();
    return Future.join(closed, gateway.close());
  }

  // Only now is its port known, and with it what it is called.
  private Future<Void> open(HttpServer listening) {
    server = listening;
    Gateway created = new Gateway(services, listening.actualPort());
    gateway = created;
    vertx
        .sharedData()
        .<String, String>getLocalMap(MAP)
        .put(ORIGIN, Listening.origin(services.settings(), listening.actualPort()));
    return created.open();
  }

  private void opened(HttpConnection connection) {
    if (gateway == null) {
      connection.close();
    } else {
      gateway.connections().opened(connection);
    }
  }

  private void requested(HttpServerRequest request) {
    if (gateway == null) {
      request.connection().close();
    } else {
      gateway.router().handle(request);
    }
  }
}
