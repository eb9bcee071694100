package tutti.runtime.management;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.json.Wire;

/**
 * The port for those who look after a process. It has a thread of its own and answers from the
 * moment that the process starts until it ends: however busy, alone or late in leaving a member is,
 * whoever looks gets an answer at once, and none asks the cluster for it.
 */
public final class ManagementServer {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
  private static final int BACKLOG = 128;
  private static final int IDLE_SECONDS = 30;
  private static final int LARGEST_HEAD = 8_192;
  private static final Health STARTING =
      Health.of(List.of(Check.down("started", "the process has not joined yet")));

  private final Vertx vertx;
  private final HttpServer server;
  private final Map<String, Handler<HttpServerRequest>> routes = new ConcurrentHashMap<>();
  private volatile Supplier<Health> health = () -> STARTING;

  private ManagementServer(Vertx vertx, String host, int port) {
    this.vertx = vertx;
    server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setAcceptBacklog(BACKLOG)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(LARGEST_HEAD)
                .setMaxHeaderSize(LARGEST_HEAD));
    route("/livez", request -> text(request.response(), 200, "alive"));
    route("/readyz", this::ready);
    route("/healthcheck", this::healthcheck);
  }

  /** Listens; port 0 is any free one. */
  public static Future<ManagementServer> start(String host, int port) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    ManagementServer created = new ManagementServer(vertx, host, port);
    return created
        .server
        .requestHandler(created::requested)
        .listen()
        .map(created)
        .onFailure(failure -> vertx.close());
  }

  /** Answers from now on with what this says; it must not block. */
  public void health(Supplier<Health> supplier) {
    health = supplier;
  }

  /** Answers GET at one more path. The handler runs on this server's thread, and must not block. */
  public void route(String path, Handler<HttpServerRequest> handler) {
    routes.put(path, handler);
  }

  public int port() {
    return server.actualPort();
  }

  public Future<Void> close() {
    return vertx.close();
  }

  private void requested(HttpServerRequest request) {
    Handler<HttpServerRequest> route = routes.get(request.path());
    if (route == null) {
      text(request.response(), 404, "not found");
    } else if (!request.method().name().equals("GET") && !request.method().name().equals("HEAD")) {
      request.response().putHeader("Allow", "GET, HEAD");
      text(request.response(), 405, "only GET and HEAD");
    } else {
      answered(request, route);
    }
  }

  private static void answered(HttpServerRequest request, Handler<HttpServerRequest> route) {
    try {
      route.handle(request);
    } catch (RuntimeException e) {
      LOG.error("{} failed", request.path(), e);
      if (!request.response().ended()) {
        text(request.response(), 500, "internal error");
      }
    }
  }

  private void ready(HttpServerRequest request) {
    boolean up = health.get().up();
    text(request.response(), up ? 200 : 503, up ? "ready" : "not ready");
  }

  private void healthcheck(HttpServerRequest request) {
    Health now = health.get();
    request
        .response()
        .setStatusCode(now.up() ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(Wire.write(now)));
  }

  private static void text(HttpServerResponse response, int status, String text) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(text + "\n");
  }
}
