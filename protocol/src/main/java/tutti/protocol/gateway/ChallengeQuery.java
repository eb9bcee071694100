package tutti.protocol.gateway;

import tutti.musig2.PublicKey;
import tutti.protocol.Require;

/** Asks for something to sign, to prove that one holds this key. */
public record ChallengeQuery(PublicKey publicKey) {
  public ChallengeQuery {
    Require.present(publicKey, "publicKey");
  }
}
