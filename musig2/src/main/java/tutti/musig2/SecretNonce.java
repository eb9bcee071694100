package tutti.musig2;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A secret nonce that can be used once, by the key it was made for.
 *
 * <p>Two signatures under one nonce reveal the private key. So the bytes are handed out a single
 * time, whatever comes of that, and then wiped; there is deliberately no way to read, copy, compare
 * or serialize one.
 */
public final class SecretNonce implements AutoCloseable {
  /** Two scalars of 32 bytes. */
  static final int SIZE = 64;

  private final PublicKey publicKey;
  private final AtomicReference<byte @Nullable []> unused;

  /** Takes the 64 bytes as they are; nobody else may hold them. */
  SecretNonce(byte[] scalars, PublicKey publicKey) {
    this.publicKey = publicKey;
    this.unused = new AtomicReference<>(scalars);
  }

  /** The key that this nonce signs for. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /**
   * Hands the 64 bytes to the signing, once, and wipes them afterwards.
   *
   * @throws IllegalStateException if that was done before, or the nonce was closed
   */
  <T> T consume(Function<byte[], T> signing) {
    byte[] scalars = unused.getAndSet(null);
    if (scalars == null) {
      throw new IllegalStateException("secret nonce was already used");
    }
    try {
      return signing.apply(scalars);
    } finally {
      Arrays.fill(scalars, (byte) 0);
    }
  }

  /** Wipes the nonce if it is unused. */
  @Override
  public void close() {
    byte[] scalars = unused.getAndSet(null);
    if (scalars != null) {
      Arrays.fill(scalars, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "<secret nonce>";
  }
}
