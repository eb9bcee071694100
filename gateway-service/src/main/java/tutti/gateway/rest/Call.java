package tutti.gateway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.ApiKey;
import tutti.gateway.domain.ClientAddress;
import tutti.gateway.domain.Scope;
import tutti.gateway.http.Guard;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/**
 * One request, its parameters read.
 *
 * @param key what it was made with, where that is needed
 */
record Call(RoutingContext context, RouteSpec route, ObjectNode parameters, @Nullable ApiKey key) {
  private static final String JSON = "application/json";
  private static final Pattern TYPE =
      Pattern.compile("\\s*" + JSON + "\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** The body, read strictly. */
  <T> T body(Class<T> type) {
    String content = context.request().getHeader("Content-Type");
    if (content == null || !TYPE.matcher(content).matches()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "Content-Type", JSON + " is expected");
    }
    return Wire.read(bytes(), type);
  }

  byte[] bytes() {
    Buffer buffer = context.body().buffer();
    return buffer == null ? new byte[0] : buffer.getBytes();
  }

  String parameter(String name) {
    return parameters.path(name).asText();
  }

  ClientAddress address() {
    return Guard.addressOf(context);
  }

  /** Refuses to give away what the API key that it was made with does not have itself. */
  void requireScope(Scope scope) {
    if (!apiKey().allows(scope)) {
      throw Refusal.of(
          ErrorCode.NOT_ALLOWED, "this API key has no scope %s itself".formatted(scope));
    }
  }

  /** The API key that it was made with, of a route that has a scope. */
  ApiKey apiKey() {
    return Objects.requireNonNull(key);
  }
}
