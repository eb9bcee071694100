package tutti.protocol.gateway;

import tutti.musig2.Bytes;
import tutti.protocol.Require;

/**
 * What to sign.
 *
 * @param challenge 32 random bytes, for one login
 * @param expiresAt milliseconds since 1970
 */
public record LoginChallenge(Bytes challenge, long expiresAt) {
  public LoginChallenge {
    Require.present(challenge, "challenge");
    Require.hash(challenge, "challenge");
    Require.safeInteger(expiresAt, "expiresAt");
  }
}
