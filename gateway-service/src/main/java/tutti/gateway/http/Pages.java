package tutti.gateway.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The console: pages from the class path, which run what is served here and nothing else. */
public final class Pages {
  private static final String ROOT = "webroot/console";
  private static final String AT = "/console/";

  /** Scripts make no markup of text but through the page's template library. */
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "form-action 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types lit-html");

  private Pages() {}

  /** Serves them below {@code /console/}. */
  public static void mount(Router routes) {
    routes.get("/").handler(Pages::redirect);
    routes
        .route(AT + "*")
        .handler(Pages::protect)
        .handler(StaticHandler.create(ROOT).setIncludeHidden(false));
  }

  private static void redirect(RoutingContext context) {
    context.response().setStatusCode(302).putHeader("Location", AT).end();
  }

  /** A new release must not meet an old script: everything is asked for again, and sent if new. */
  private static void protect(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader("Content-Security-Policy", POLICY);
    response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    response.putHeader("Cache-Control", "no-cache");
    context.next();
  }
}
