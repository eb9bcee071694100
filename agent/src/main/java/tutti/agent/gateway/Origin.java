package tutti.agent.gateway;

import java.net.URI;
import java.util.Locale;

/** How a gateway is addressed: the name that a login is for. */
record Origin(String text) {
  Origin(URI url) {
    this(origin(url));
  }

  /** Where its bridge is. */
  String bridge() {
    return text.replaceFirst("http", "ws") + "/eventbus/websocket";
  }

  private static String origin(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    String host = url.getHost();
    String path = url.getPath();
    boolean bare =
        (path == null || path.isEmpty() || path.equals("/"))
            && url.getQuery() == null
            && url.getUserInfo() == null;
    if (host == null || !bare || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "'%s' is no address of a gateway; write https://tutti.example".formatted(url));
    }
    boolean usual = url.getPort() < 0 || url.getPort() == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host.toLowerCase(Locale.ROOT) + (usual ? "" : ":" + url.getPort());
  }
}
