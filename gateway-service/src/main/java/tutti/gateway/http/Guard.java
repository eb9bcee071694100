package tutti.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tutti.gateway.access.Bans;
import tutti.gateway.domain.ClientAddress;
import tutti.gateway.domain.Origins;
import tutti.gateway.domain.Rate;
import tutti.gateway.domain.Subject;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * What is asked of every request before anything else: that it is meant for this gateway, that the
 * page it comes from may use it, and that its sender is not banned and does not ask too much.
 */
public final class Guard implements Handler<RoutingContext> {
  /** What a page of any other site may send without being asked. */
  private static final Pattern FORM = Pattern.compile("(?i)multipart/|x-www-form-urlencoded");

  private static final int UNKNOWN_BYTES = 1 << 20;

  /** Of what is larger still, nothing is read. */
  private static final int LARGEST_BYTES = 1 << 24;

  private final Origins origins;
  private final Bans bans;
  private final Meters addresses;

  public Guard(Origins origins, Bans bans, Meters addresses) {
    this.origins = origins;
    this.bans = bans;
    this.addresses = addresses;
  }

  /** Where a request comes from. */
  public static ClientAddress addressOf(RoutingContext context) {
    return Whereabouts.of(context);
  }

  /** Tells browsers which pages of other sites may read the answers. */
  public static Handler<RoutingContext> crossOrigin(Origins origins) {
    return CorsHandler.create()
        .addOrigins(Stream.concat(origins.own().stream(), origins.foreign().stream()).toList())
        .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE))
        .allowedHeaders(
            Set.of(
                "Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Tutti-Stamp"))
        .exposedHeaders(Set.of("Retry-After", "Idempotent-Replayed"));
  }

  @Override
  public void handle(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("X-Frame-Options", "DENY");
    try {
      admit(context);
    } catch (Refusal refusal) {
      Problems.answer(context, refusal);
      return;
    }
    context.next();
  }

  /** As much as its body, which is not here yet: where it does not say, it may be a large one. */
  private static long cost(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    if (length == null) {
      return request.getHeader("Transfer-Encoding") == null ? 1 : Rate.cost(UNKNOWN_BYTES);
    }
    return length.matches("\\d{1,9}")
        ? Rate.cost(Math.min(LARGEST_BYTES, Integer.parseInt(length)))
        : 1;
  }

  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    String subject = Subject.of(addressOf(context));
    bans.requireNone(subject);
    addresses.of(subject).require(cost(request));
    if (request.headers().getAll("Host").size() > 1 || !request.uri().startsWith("/")) {
      throw Refusal.of(ErrorCode.MALFORMED, "one Host and a path are expected");
    }
    String content = request.getHeader("Content-Type");
    if (content != null && FORM.matcher(content).find()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "Content-Type", "there are no forms here");
    }
    if (!origins.isHost(Whereabouts.hostOf(context))) {
      // Otherwise a page could reach a gateway on its reader's own machine, by a name of its own.
      throw Refusal.of(
          ErrorCode.NOT_ALLOWED, "this gateway does not go by that name (http-origins)");
    }
    String origin = request.getHeader("Origin");
    if (origin != null && !origins.allows(origin)) {
      throw Refusal.of(
          ErrorCode.NOT_ALLOWED, "pages of this origin are not let in (http-cors-origins)");
    }
  }
}
