package tutti.agent.session;

import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;

/** A private key and the mathematics to use it with. */
public record Signer(SecretKey key, Engine engine) {
  public PublicKey publicKey() {
    return key.publicKey();
  }

  @Override
  public String toString() {
    return "Signer[" + publicKey().hex() + "]";
  }
}
