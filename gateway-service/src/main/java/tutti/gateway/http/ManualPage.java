package tutti.gateway.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * The OpenAPI document for people, at {@code /docs}. The page may load and call nothing but this
 * gateway, and nobody may put it into a page of his own.
 */
public final class ManualPage {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private ManualPage() {}

  /** Adds its routes. */
  public static void addTo(Router router) {
    router
        .get("/docs/*")
        .handler(ManualPage::protect)
        .handler(StaticHandler.create("webroot/docs").setIncludeHidden(false));
  }

  private static void protect(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cache-Control", "no-cache");
    context.next();
  }
}
