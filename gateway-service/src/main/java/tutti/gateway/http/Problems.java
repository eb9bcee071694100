package tutti.gateway.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** Refusals over HTTP: RFC 9457, with the members of the contract's failures. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String TYPE = "application/problem+json";
  private static final String REFUSED = "tutti.refused";

  private Problems() {}

  /** Answers a request that could not be fulfilled. */
  public static void answer(RoutingContext context, Throwable failure) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    if (context.response().headWritten()) {
      context.request().connection().close(); // half an answer must not look like a whole one
      return;
    }
    Refusal refusal = refusal(failure);
    answer(context, refusal, refusal.code().status());
  }

  /** Why a request was refused, once it is answered. */
  public static Optional<ErrorCode> refusedIn(RoutingContext context) {
    return Optional.ofNullable(context.<ErrorCode>get(REFUSED));
  }

  /** The router refuses too, such as parameters that it cannot decode. */
  private static Refusal refusal(Throwable failure) {
    if (failure instanceof HttpException router) {
      return ofStatus(router.getStatusCode());
    }
    return failure instanceof Refusal known ? known : internal(failure);
  }

  /** Answers what the router itself refused. */
  public static void failed(RoutingContext context) {
    if (context.response().headWritten() || context.response().closed()) {
      return; // of a body that is too large, more may arrive
    }
    Throwable failure = context.failure();
    int status = context.statusCode();
    if (failure instanceof Refusal || (status >= 500 && !(failure instanceof HttpException))) {
      answer(context, failure == null ? new IllegalStateException("status " + status) : failure);
    } else {
      answer(context, ofStatus(status), status);
    }
  }

  private static Refusal ofStatus(int status) {
    return switch (status) {
      case 401 -> Refusal.of(ErrorCode.NOT_AUTHENTICATED, "log in first");
      case 403, 405 -> Refusal.of(ErrorCode.NOT_ALLOWED, "not allowed here");
      case 404 -> Refusal.of(ErrorCode.NOT_FOUND, "there is nothing here");
      case 413, 414, 431 -> Refusal.of(ErrorCode.TOO_LARGE, "more than is read here");
      case 503 -> Refusal.of(ErrorCode.OVERLOADED, "too much to do");
      case 504 -> Refusal.of(ErrorCode.TIMEOUT, "it took too long");
      default -> Refusal.of(ErrorCode.MALFORMED, "no request that is understood here");
    };
  }

  private static Refusal internal(Throwable failure) {
    LOG.error("a request failed", failure);
    return Refusal.of(ErrorCode.INTERNAL, "internal error");
  }

  private static void answer(RoutingContext context, Refusal refusal, int status) {
    context.put(REFUSED, refusal.code());
    JsonObject problem = new JsonObject(Wire.map(refusal.toFailure()));
    problem
        .put("type", "about:blank")
        .put("title", refusal.code().name())
        .put("status", status)
        .put("detail", problem.remove("message"));
    Long retryAfter = refusal.retryAfter();
    if (retryAfter != null) {
      context.response().putHeader("Retry-After", String.valueOf((retryAfter + 999) / 1_000));
    }
    if (status == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", TYPE)
        .end(problem.toBuffer());
  }
}
