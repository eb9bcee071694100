package tutti.agent.session;

import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;

/**
 * A private key and the mathematics to use it with.
 *
 * @param key the signer's own: what it says is signed with it
 * @param means what it signs requests with
 */
public record Signer(SecretKey key, Engine engine, Means means) {
  /** Who signs messages with its own key only. */
  public Signer(SecretKey key, Engine engine) {
    this(key, engine, Means.of(key));
  }

  public PublicKey publicKey() {
    return key.publicKey();
  }

  @Override
  public String toString() {
    return "Signer[" + publicKey().hex() + "]";
  }
}
