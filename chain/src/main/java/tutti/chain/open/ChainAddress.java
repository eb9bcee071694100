package tutti.chain.open;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * Where a chain is, as people write it: {@code esplora+https://host/api}, {@code
 * chronik+https://host}, {@code chronik-lotus+https://host}, {@code bitcoind+http://host:8332} with
 * {@code ?cookie=FILE} or {@code ?user=NAME}.
 *
 * @param base without kind, query and last slash
 * @param cookie of a node; null: a user, or nothing
 */
public record ChainAddress(Kind kind, URI base, @Nullable Path cookie, @Nullable String user) {
  /** What answers there. */
  public enum Kind {
    ESPLORA,
    CHRONIK,
    CHRONIK_LOTUS,
    BITCOIND
  }

  /**
   * Reads an address.
   *
   * @throws Refusal {@code MALFORMED} if it is none, or holds a password
   */
  public static ChainAddress of(String text) {
    int plus = text.indexOf('+');
    URI address;
    try {
      address = new URI(text.substring(plus + 1));
    } catch (URISyntaxException e) {
      throw malformed("not an address");
    }
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (plus < 0 || address.getHost() == null || !scheme.matches("https?")) {
      throw malformed(
          "a chain is written as KIND+http://... or KIND+https://..., with KIND esplora, chronik,"
              + " chronik-lotus or bitcoind");
    }
    if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
      throw malformed("no passwords in addresses: whoever lists the processes would see them");
    }
    Kind kind = kind(text.substring(0, plus));
    String query = address.getQuery();
    if (query != null && (kind != Kind.BITCOIND || !query.matches("(cookie|user)=[^&]+"))) {
      throw malformed("what follows ? may be cookie=FILE or user=NAME, of bitcoind");
    }
    String value = query == null ? "" : query.substring(query.indexOf('=') + 1);
    boolean isUser = query != null && query.startsWith("user=");
    return new ChainAddress(
        kind,
        URI.create(base(address, scheme)),
        query == null || isUser ? null : Path.of(value),
        isUser ? value : null);
  }

  /** What logs and messages call it. */
  public String name() {
    return base.getAuthority();
  }

  private static String base(URI address, String scheme) {
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    return "%s://%s%s".formatted(scheme, address.getRawAuthority(), path.replaceAll("/+$", ""));
  }

  private static Kind kind(String text) {
    try {
      return Kind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw malformed("there is no kind of chain '%s'".formatted(text));
    }
  }

  private static Refusal malformed(String message) {
    return Refusal.ofField(ErrorCode.MALFORMED, "chain", message);
  }
}
