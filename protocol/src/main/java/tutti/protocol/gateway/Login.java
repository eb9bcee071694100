package tutti.protocol.gateway;

import tutti.musig2.Bytes;
import tutti.protocol.Require;

/**
 * "I hold this key": the body of {@code gateway.login}.
 *
 * @param challenge as the gateway gave it
 * @param audience the gateway's origin as the signer addresses it, so that nobody in between can
 *     use the login elsewhere: {@code https://tutti.example}
 */
public record Login(Bytes challenge, String audience) {
  public Login {
    Require.present(challenge, "challenge");
    Require.hash(challenge, "challenge");
    Require.text(audience, 200, "audience");
  }
}
