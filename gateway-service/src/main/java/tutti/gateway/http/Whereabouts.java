package tutti.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.ClientAddress;
import tutti.runtime.config.ProxyHeader;

/**
 * Where a request comes from, and by which name it asks for this gateway. A proxy adds what it has
 * seen itself to whatever the client has written into the header before: only the last entry is to
 * be believed.
 */
public final class Whereabouts implements Handler<RoutingContext> {
  private static final String KEY = Whereabouts.class.getName();
  private static final String HOST_KEY = KEY + ".host";
  private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for=\\s*\"?([^\";,\\s]+)\"?");
  private static final Pattern HOST =
      Pattern.compile("(?i)(?:^|;)\\s*host=\\s*\"?([^\";,\\s]+)\"?");
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final Set<String> USUAL_PORTS = Set.of("80", "443");
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

  /** The name by which it asks for this gateway, with its port; empty if it does not say. */
  public static String hostOf(RoutingContext context) {
    return Objects.requireNonNull(context.<String>get(HOST_KEY));
  }

  @Override
  public void handle(RoutingContext context) {
    String seen = seen(context.request().headers());
    String host =
        seen == null ? context.request().connection().remoteAddress().host() : withoutPort(seen);
    context.put(KEY, ClientAddress.of(host));
    context.put(HOST_KEY, Objects.requireNonNullElse(asked(context.request().headers()), ""));
    context.next();
  }

  private @Nullable String seen(MultiMap headers) {
    return switch (header) {
      case NONE -> null;
      case X_FORWARDED -> last(headers.getAll("X-Forwarded-For"));
      case FORWARDED -> part(FOR, last(headers.getAll("Forwarded")));
    };
  }

  private @Nullable String asked(MultiMap headers) {
    String forwarded =
        switch (header) {
          case NONE -> null;
          case X_FORWARDED -> last(headers.getAll("X-Forwarded-Host"));
          case FORWARDED -> part(HOST, last(headers.getAll("Forwarded")));
        };
    if (forwarded == null) {
      return headers.get("Host");
    }
    return header == ProxyHeader.X_FORWARDED
        ? withPort(forwarded, last(headers.getAll("X-Forwarded-Port")))
        : forwarded;
  }

  /** Some proxies say the port in a header of its own. */
  private static String withPort(String host, @Nullable String port) {
    boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
    return hasPort || port == null || USUAL_PORTS.contains(port) || !PORT.matcher(port).matches()
        ? host
        : host + ":" + port;
  }

  private static @Nullable String last(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .reduce((before, after) -> after)
        .orElse(null);
  }

  private static @Nullable String part(Pattern part, @Nullable String element) {
    Matcher matcher = part.matcher(element == null ? "" : element);
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
