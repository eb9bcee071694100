package tutti.agent.session;

import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;

/**
 * A private key and the mathematics to use it with.
 *
 * @param key the signer's own: what it says is signed with it
 * @param keySource which requests it signs, and what with
 */
public record Signer(SecretKey key, Engine engine, KeySource keySource) {
  /** Who signs messages with its own key only. */
  public Signer(SecretKey key, Engine engine) {
    this(key, engine, KeySource.of(key));
  }

  public PublicKey publicKey() {
    return key.publicKey();
  }

  @Override
  public String toString() {
    return "Signer[" + publicKey().hex() + "]";
  }
}
