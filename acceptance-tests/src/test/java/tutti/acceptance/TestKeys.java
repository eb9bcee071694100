package tutti.acceptance;

import java.security.SecureRandom;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;

/** Keys as bytes, for signers that are to come back as another process. */
final class TestKeys {
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestKeys() {}

  static byte[] random() {
    byte[] key = new byte[SecretKey.SIZE];
    RANDOM.nextBytes(key);
    return key;
  }

  static PublicKey publicKey(byte[] key) {
    try (SecretKey secret = SecretKey.of(key)) {
      return secret.publicKey();
    }
  }
}
