package tutti.gateway.domain;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a gateway is, and whose pages may use it.
 *
 * @param own by which clients address it: {@code https://tutti.example}
 * @param foreign other sites that are let in
 */
public record Origins(Set<String> own, Set<String> foreign) {
  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  public Origins {
    own = Set.copyOf(own);
    foreign = Set.copyOf(foreign);
  }

  /**
   * Puts them together.
   *
   * @param scheme that the gateway itself speaks
   * @param host that it listens on
   * @param configured further ones of its own
   */
  public static Origins of(
      String scheme, String host, int port, Collection<String> configured, Set<String> foreign) {
    Set<String> own = new HashSet<>();
    for (String name : names(host)) {
      own.add(origin(scheme, name, port));
    }
    own.addAll(configured);
    own.forEach(Origins::requireOrigin);
    foreign.forEach(Origins::requireOrigin);
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          "a gateway that listens on %s needs http-origins: who is it to its clients?"
              .formatted(host));
    }
    return new Origins(own, foreign);
  }

  /** Whether a page of this origin may use the gateway. */
  public boolean allows(String origin) {
    return own.contains(origin) || foreign.contains(origin);
  }

  /** Whether a request with this {@code Host} is meant for this gateway. */
  public boolean isHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return own.contains("http://" + lower) || own.contains("https://" + lower);
  }

  private static List<String> names(String host) {
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return List.of();
    }
    String name = host.indexOf(':') < 0 ? host.toLowerCase(Locale.ROOT) : "[" + host + "]";
    return host.startsWith("127.") || host.equals("localhost") || host.equals("::1")
        ? List.of(name, "localhost")
        : List.of(name);
  }

  /** As browsers write it: without the port that goes without saying. */
  private static String origin(String scheme, String host, int port) {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + port);
  }

  private static void requireOrigin(String origin) {
    Matcher matcher = ORIGIN.matcher(origin);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no origin; write https://tutti.example or http://127.0.0.1:8080"
              .formatted(origin));
    }
  }
}
