package tutti.musig2;

import org.jspecify.annotations.Nullable;

/**
 * What a nonce is derived from besides fresh randomness (BIP327 NonceGen). Only the public key is
 * needed; everything else that is known already makes the nonce safe against weak randomness.
 *
 * @param publicKey the signer's key
 * @param secretKey the signer's private key; must belong to the public key
 * @param aggregateKey the key that the session signs for, after tweaks
 * @param message the message, of any length; empty is not the same as absent
 * @param extraInput anything else, such as the session's id
 */
public record NonceRequest(
    PublicKey publicKey,
    @Nullable SecretKey secretKey,
    @Nullable XOnlyPublicKey aggregateKey,
    @Nullable Bytes message,
    @Nullable Bytes extraInput) {

  /**
   * Checks that the keys belong together.
   *
   * @throws IllegalArgumentException if the private key is another signer's
   */
  public NonceRequest {
    if (secretKey != null && !secretKey.publicKey().equals(publicKey)) {
      throw new IllegalArgumentException("the secret key does not belong to the public key");
    }
  }

  /** A nonce for a key that is not at hand, for a session that is not known yet. */
  public static NonceRequest of(PublicKey publicKey) {
    return new NonceRequest(publicKey, null, null, null, null);
  }

  /** A nonce for one session, with all that is known about it. */
  public static NonceRequest of(SecretKey key, KeyAggContext keys, Bytes message) {
    return new NonceRequest(key.publicKey(), key, keys.xOnlyPublicKey(), message, null);
  }

  public NonceRequest withExtraInput(Bytes extra) {
    return new NonceRequest(publicKey, secretKey, aggregateKey, message, extra);
  }
}
