package tutti.protocol.gateway;

import tutti.protocol.Require;

/**
 * Stands for a login until it expires.
 *
 * @param token to be sent as {@code Authorization: Bearer ...}, and to be shown to nobody
 * @param expiresAt milliseconds since 1970
 */
public record LoginToken(String token, long expiresAt) {
  public LoginToken {
    Require.text(token, 100, "token");
    Require.safeInteger(expiresAt, "expiresAt");
  }

  /** Without the token: it would open the signer's inbox to whoever reads the log. */
  @Override
  public String toString() {
    return "LoginToken[expiresAt=%d]".formatted(expiresAt);
  }
}
