package tutti.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.ApiKey;
import tutti.gateway.domain.BearerToken;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.bus.Ordered;
import tutti.runtime.bus.Witness;

/**
 * Tells of what operators change, or would have changed, with the id of the API key that they did
 * it with: for the log, and the audit log. What they only look at is not told.
 */
final class Orders {
  private static final String PREFIX = "gateway.";

  /** Where an answer names what it concerns. */
  private static final List<String> NAMED =
      List.of("/subject", "/apiKey/id", "/webhook/id", "/requestId");

  /** Ids, keys and addresses; not what was put in their place by mistake, such as a secret. */
  private static final Pattern FORM = Pattern.compile("((key|address):)?[0-9a-f:.-]{1,80}");

  private final Witness witness;

  Orders(Witness witness) {
    this.witness = witness;
  }

  static boolean isOne(RouteSpec spec) {
    return spec.scope() != null && !spec.method().equals(HttpMethod.GET);
  }

  void done(RoutingContext context, RouteSpec spec, Reply reply) {
    JsonNode body = reply.body();
    Stream<String> named =
        body == null ? Stream.empty() : NAMED.stream().map(where -> body.at(where).asText());
    tell(context, spec, about(context, spec, named), null);
  }

  void refused(RoutingContext context, RouteSpec spec, Throwable failure) {
    ErrorCode why = failure instanceof Refusal refusal ? refusal.code() : ErrorCode.INTERNAL;
    boolean nobodys = why == ErrorCode.NOT_AUTHENTICATED;
    tell(context, spec, nobodys ? null : about(context, spec, Stream.empty()), why);
  }

  private void tell(
      RoutingContext context, RouteSpec spec, @Nullable String about, @Nullable ErrorCode why) {
    String who = why == ErrorCode.NOT_AUTHENTICATED ? null : operator(context);
    witness.ordered(new Ordered(PREFIX + spec.id(), who, about, why));
  }

  private static @Nullable String operator(RoutingContext context) {
    String header = context.request().getHeader("Authorization");
    return header == null
        ? null
        : BearerToken.ofHeader(header).map(token -> ApiKey.idOf(token.id())).orElse(null);
  }

  private static @Nullable String about(
      RoutingContext context, RouteSpec spec, Stream<String> named) {
    Stream<String> inPath =
        spec.parameters().stream()
            .filter(RouteSpec.Parameter::inPath)
            .map(parameter -> context.pathParam(parameter.name()))
            .filter(Objects::nonNull);
    return Stream.concat(named, inPath)
        .filter(text -> FORM.matcher(text).matches())
        .findFirst()
        .orElse(null);
  }
}
