package tutti.protocol.gateway;

import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.protocol.Require;

/**
 * What to sign.
 *
 * @param challenge 32 random bytes, for one login
 * @param expiresAt milliseconds since 1970
 * @param stampBits what a {@link Stamp} has to be worth here; absent where none is asked for
 */
public record LoginChallenge(Bytes challenge, long expiresAt, @Nullable Integer stampBits) {
  public LoginChallenge {
    Require.present(challenge, "challenge");
    Require.hash(challenge, "challenge");
    Require.safeInteger(expiresAt, "expiresAt");
    Require.optionalIndex(stampBits, "stampBits");
  }
}
