package tutti.musig2;

import java.security.MessageDigest;
import java.util.Arrays;

/** A private key hidden by randomness, the way BIP340 and BIP327 feed keys into nonce hashes. */
final class MaskedSecret {
  private MaskedSecret() {}

  /**
   * Replaces the secret by {@code secret xor taggedHash(tag, random)} and returns the same array.
   *
   * @param secret 32 bytes that the caller wipes
   */
  static byte[] of(byte[] secret, String tag, byte[] random) {
    MessageDigest digest = TaggedHash.start(tag);
    byte[] mask = digest.digest(random);
    for (int i = 0; i < secret.length; i++) {
      secret[i] ^= mask[i];
    }
    Arrays.fill(mask, (byte) 0);
    return secret;
  }
}
