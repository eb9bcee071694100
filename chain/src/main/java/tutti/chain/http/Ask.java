package tutti.chain.http;

import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;

/**
 * One request.
 *
 * @param path below the server's address, with its first slash
 * @param body null: it is a GET
 * @param authorization null: none
 * @param most how long the answer may be
 */
public record Ask(
    String path,
    @Nullable Bytes body,
    String contentType,
    @Nullable String authorization,
    int most) {
  /** Statements of a few numbers. */
  public static final int SMALL = 256 * 1024;

  /** A transaction that fills a block, in hexadecimal, and something around it. */
  public static final int LARGE = 9_000_000;

  public static Ask get(String path, int most) {
    return new Ask(path, null, "", null, most);
  }

  public static Ask post(String path, Bytes body, String contentType) {
    return new Ask(path, body, contentType, null, SMALL);
  }

  /** The same with credentials, and an answer of so many bytes. */
  public Ask with(String authorizationHeader, int mostBytes) {
    return new Ask(path, body, contentType, authorizationHeader, mostBytes);
  }

  /** Without the credentials, which must not come into a log, and without what may be large. */
  @Override
  public String toString() {
    return "Ask[path=%s]".formatted(path);
  }
}
