package tutti.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import tutti.gateway.access.Bans;
import tutti.gateway.access.Logins;
import tutti.gateway.bridge.Bridge;
import tutti.gateway.bridge.BridgeServices;
import tutti.gateway.domain.ClientAddress;
import tutti.gateway.domain.Origins;
import tutti.gateway.domain.Rate;
import tutti.gateway.domain.Subject;
import tutti.gateway.event.Channels;
import tutti.gateway.http.Connections;
import tutti.gateway.http.Guard;
import tutti.gateway.http.Listening;
import tutti.gateway.http.Meters;
import tutti.gateway.http.Pages;
import tutti.gateway.http.Problems;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.ProxyHeader;
import tutti.runtime.config.Settings;

/** The parts of one gateway, put together. */
final class Gateway {
  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final Settings settings;
  private final Origins origins;
  private final Bans bans;
  private final Meters addresses;
  private final Bridge bridge;
  private final Connections connections;
  private final Router router;
  private long timer;

  Gateway(ServiceContext services, int port) {
    vertx = services.vertx();
    settings = services.settings();
    origins = Listening.origins(settings, port);
    bans = new Bans(services);
    addresses = new Meters(Rate.perSecond(settings.get(EdgeSettings.RATE_PER_ADDRESS)));
    bridge =
        new Bridge(
            new BridgeServices(
                vertx,
                services.clock(),
                settings,
                new Logins(services, origins.own()),
                bans,
                new Channels(vertx),
                addresses,
                new Meters(Rate.perSecond(settings.get(EdgeSettings.RATE_PER_KEY)))));
    connections = new Connections(vertx, settings, this::isWelcome);
    router = routes();
  }

  Future<Void> open() {
    var context = vertx.getOrCreateContext();
    bans.onBan(subject -> context.runOnContext(now -> bridge.close(subject)));
    bans.start();
    timer = vertx.setPeriodic(LOOK_MILLIS, now -> bridge.closeSilent());
    return Future.succeededFuture();
  }

  Future<Void> close() {
    vertx.cancelTimer(timer);
    return bans.stop();
  }

  Router router() {
    return router;
  }

  Connections connections() {
    return connections;
  }

  int clients() {
    return bridge.size();
  }

  private Router routes() {
    Router routes = Router.router(vertx);
    routes.allowForward(forwarding(settings.get(EdgeSettings.HTTP_PROXY_HEADER)));
    routes.route().handler(connections::requested);
    routes.route().handler(new Guard(origins, bans, addresses));
    routes
        .route("/eventbus/*")
        .handler(
            context -> {
              // A long poll says nothing more; what has a body has to send it.
              String length = context.request().getHeader("Content-Length");
              boolean empty = length == null || length.equals("0");
              if (empty) {
                connections.received(context);
              } else {
                context.next();
              }
            })
        .subRouter(SockJSHandler.create(vertx, sockJs()).socketHandler(bridge));
    Pages.mount(routes);
    routes.route().failureHandler(Problems::failed);
    routes.errorHandler(404, Problems::failed);
    routes.errorHandler(405, Problems::failed);
    return routes;
  }

  private static SockJSHandlerOptions sockJs() {
    return new SockJSHandlerOptions()
        .setInsertJSESSIONID(false)
        .setLibraryURL("sockjs.min.js") // nothing comes from foreign hosts
        .addDisabledTransport("JSON_P")
        .addDisabledTransport("HTML_FILE");
  }

  /** Nothing is read of what those send who are banned, unless a proxy sends it for them. */
  private boolean isWelcome(ClientAddress address) {
    if (settings.get(EdgeSettings.HTTP_PROXY_HEADER) != ProxyHeader.NONE) {
      return true;
    }
    try {
      bans.requireNone(Subject.of(address));
      return true;
    } catch (Refusal banned) {
      return false;
    }
  }

  private static AllowForwardHeaders forwarding(ProxyHeader header) {
    return switch (header) {
      case NONE -> AllowForwardHeaders.NONE;
      case FORWARDED -> AllowForwardHeaders.FORWARD;
      case X_FORWARDED -> AllowForwardHeaders.X_FORWARD;
    };
  }
}
