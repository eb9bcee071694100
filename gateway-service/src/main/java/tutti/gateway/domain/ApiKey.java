package tutti.gateway.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key, without its secret.
 *
 * @param id the beginning of the hash that it is kept under
 * @param scopes see {@link Scope}
 * @param expiresAt milliseconds since 1970; absent: never
 */
public record ApiKey(
    String id, String name, List<String> scopes, long createdAt, @Nullable Long expiresAt) {
  private static final int ID_LENGTH = 16;

  public ApiKey {
    scopes = List.copyOf(scopes);
  }

  /** The id of the key with this hash. */
  public static String idOf(String hash) {
    return hash.substring(0, ID_LENGTH);
  }

  public boolean isValid(long now) {
    return expiresAt == null || now < expiresAt;
  }

  public boolean allows(Scope needed) {
    return scopes.stream().map(Scope::parse).anyMatch(scope -> scope.covers(needed));
  }
}
