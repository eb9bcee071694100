package tutti.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.ClientAddress;
import tutti.runtime.config.ProxyHeader;

/**
 * Where a request comes from. A proxy adds what it has seen itself to whatever the client has
 * written into the header before: only the last entry is to be believed.
 */
public final class Whereabouts implements Handler<RoutingContext> {
  private static final String KEY = Whereabouts.class.getName();
  private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for=\\s*\"?([^\";,\\s]+)\"?");
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]*)](?::\\d+)?|([^:]*)(?::\\d+)?");

  private final ProxyHeader header;

  public Whereabouts(ProxyHeader header) {
    this.header = header;
  }

  /** Where this request comes from. */
  public static ClientAddress of(RoutingContext context) {
    return Objects.requireNonNull(context.<ClientAddress>get(KEY));
  }

  @Override
  public void handle(RoutingContext context) {
    String seen = seen(context.request().headers());
    String host =
        seen == null ? context.request().connection().remoteAddress().host() : withoutPort(seen);
    context.put(KEY, ClientAddress.of(host));
    context.next();
  }

  private @Nullable String seen(MultiMap headers) {
    return switch (header) {
      case NONE -> null;
      case X_FORWARDED -> last(headers.getAll("X-Forwarded-For"));
      case FORWARDED -> client(last(headers.getAll("Forwarded")));
    };
  }

  private static @Nullable String last(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .reduce((before, after) -> after)
        .orElse(null);
  }

  private static @Nullable String client(@Nullable String element) {
    Matcher matcher = FOR.matcher(element == null ? "" : element);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static String withoutPort(String address) {
    Matcher matcher = WITH_PORT.matcher(address);
    if (!matcher.matches()) {
      return address; // IPv6 without brackets
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }
}
