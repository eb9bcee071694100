package tutti.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import tutti.gateway.access.ApiKeys;
import tutti.gateway.access.Bans;
import tutti.gateway.access.Conduct;
import tutti.gateway.access.EdgeMeters;
import tutti.gateway.access.Faults;
import tutti.gateway.access.Logins;
import tutti.gateway.access.Readers;
import tutti.gateway.access.Stamps;
import tutti.gateway.bridge.Bridge;
import tutti.gateway.bridge.BridgeServices;
import tutti.gateway.domain.ClientAddress;
import tutti.gateway.domain.Origins;
import tutti.gateway.domain.Rate;
import tutti.gateway.domain.Subject;
import tutti.gateway.event.Channels;
import tutti.gateway.event.PublicEvents;
import tutti.gateway.http.Connections;
import tutti.gateway.http.Guard;
import tutti.gateway.http.Listening;
import tutti.gateway.http.ManualPage;
import tutti.gateway.http.Meters;
import tutti.gateway.http.Pages;
import tutti.gateway.http.Problems;
import tutti.gateway.http.Whereabouts;
import tutti.gateway.rest.Rest;
import tutti.gateway.rest.RestServices;
import tutti.gateway.webhook.Webhooks;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.ProxyHeader;
import tutti.runtime.config.Settings;

/** The parts of one gateway, put together. */
final class Gateway {
  private static final long LOOK_MILLIS = 1_000;

  private final ServiceContext services;
  private final Vertx vertx;
  private final Settings settings;
  private final Origins origins;
  private final Bans bans;
  private final EdgeMeters meters;
  private final Meters addresses;
  private final ApiKeys apiKeys;
  private final PublicEvents events;
  private final Channels channels;
  private final Faults faults;
  private final Webhooks webhooks;
  private final Bridge bridge;
  private final Rest rest;
  private final Connections connections;
  private final Router router;
  private long timer;

  Gateway(ServiceContext services, int port) {
    this.services = services;
    vertx = services.vertx();
    settings = services.settings();
    origins = Listening.origins(settings, port);
    meters = new EdgeMeters(services.meters());
    bans = new Bans(services, meters);
    addresses = new Meters(Rate.perSecond(settings.get(EdgeSettings.RATE_PER_ADDRESS)));
    Logins logins = new Logins(services, origins.own());
    Stamps stamps = new Stamps(services);
    channels = new Channels(vertx);
    faults = new Faults(services, bans);
    Conduct conduct =
        new Conduct(
            bans, addresses, new Meters(Rate.perSecond(settings.get(EdgeSettings.RATE_PER_KEY))));
    apiKeys = new ApiKeys(services);
    Readers readers = new Readers(services, bans, logins, apiKeys);
    events = new PublicEvents(channels, settings.get(EdgeSettings.EVENTS_KEPT));
    webhooks = new Webhooks(services, apiKeys);
    bridge =
        new Bridge(
            new BridgeServices(
                vertx,
                services.clock(),
                settings,
                logins,
                bans,
                channels,
                addresses,
                conduct,
                stamps,
                readers,
                meters));
    rest =
        new Rest(
            new RestServices(
                services, logins, bans, apiKeys, conduct, stamps, readers, channels, events,
                webhooks));
    connections = new Connections(vertx, settings, this::isWelcome, meters);
    meters.show(connections::size, bridge::size, bans::size);
    router = routes();
  }

  Future<Void> open() {
    var context = vertx.getOrCreateContext();
    bans.onBan(subject -> context.runOnContext(now -> cutOff(subject)));
    bans.start();
    timer = vertx.setPeriodic(LOOK_MILLIS, now -> bridge.closeSilent());
    return vertx
        .<Void>executeBlocking(
            () -> {
              apiKeys.load(services);
              return null;
            })
        .compose(loaded -> faults.start(channels))
        .compose(listening -> events.start())
        .onSuccess(started -> webhooks.start(events));
  }

  /** Ends what would not end by itself. */
  void letGo() {
    bridge.closeAll();
    rest.closeAll();
  }

  Future<Void> close() {
    vertx.cancelTimer(timer);
    webhooks.stop();
    return bans.stop().eventually(rest::close);
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

  private void cutOff(String subject) {
    bridge.close(subject);
    rest.close(subject);
  }

  private Router routes() {
    Router routes = Router.router(vertx);
    routes.route().handler(connections::requested);
    routes.route().handler(this::counted);
    routes.route().handler(new Whereabouts(settings.get(EdgeSettings.HTTP_PROXY_HEADER)));
    routes.route().handler(new Guard(origins, bans, addresses));
    routes.route().handler(connections::attributed);
    if (!origins.foreign().isEmpty()) {
      routes.route().handler(Guard.crossOrigin(origins));
    }
    routes
        .post("/eventbus/*")
        .handler(BodyHandler.create(false).setBodyLimit(Listening.largest(settings)));
    routes
        .route("/eventbus/*")
        .handler(connections::awaitsNothing)
        .subRouter(SockJSHandler.create(vertx, sockJs()).socketHandler(bridge));
    rest.addTo(routes, connections);
    routes.get().handler(connections::received); // pages may take their time on a slow line
    Pages.mount(routes);
    ManualPage.addTo(routes);
    routes.route().failureHandler(Problems::failed);
    routes.errorHandler(404, Problems::failed);
    routes.errorHandler(405, Problems::failed);
    return routes;
  }

  private void counted(RoutingContext context) {
    context.addEndHandler(
        answered -> Problems.refusedIn(context).ifPresent(meters::refusedOverHttp));
    context.next();
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
}
