package tutti.musig2;

import org.jspecify.annotations.NullMarked;

/**
 * Secret nonces that are all the same, so that signing can be measured without generating them.
 * Here, because nothing outside this package can make one from bytes. Signing two messages with
 * them reveals the key.
 */
@NullMarked
public final class RepeatedNonce {
  private final byte[] scalars;
  private final PublicKey publicKey;

  /**
   * Nonces of these scalars.
   *
   * @param scalars two of 32 bytes
   * @param publicKey the only key that may sign with them
   */
  public RepeatedNonce(Bytes scalars, PublicKey publicKey) {
    this.scalars = scalars.toArray();
    this.publicKey = publicKey;
  }

  /** One more of them. */
  public SecretNonce next() {
    return new SecretNonce(scalars.clone(), publicKey);
  }
}
