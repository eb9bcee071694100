package tutti.musig2;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/**
 * A private key that only engines can use.
 *
 * <p>There is deliberately no way to read, copy, compare or serialize one. {@link #close}
 * overwrites the bytes held here; copies that the garbage collector or big-number arithmetic made
 * before are out of reach, as in every Java program. Safe for use by many threads.
 */
public final class SecretKey implements AutoCloseable {
  public static final int SIZE = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final PublicKey publicKey;
  private final byte[] scalar; // guarded by this
  private boolean closed; // guarded by this

  private SecretKey(byte[] scalar, BigInteger number) {
    this.scalar = scalar;
    this.publicKey =
        new PublicKey(Bytes.wrap(Secp256k1.encode(Secp256k1.secretMultiple(number).normalize())));
  }

  /** A new key from the platform's secure random numbers. */
  public static SecretKey generate() {
    byte[] bytes = new byte[SIZE];
    while (true) {
      RANDOM.nextBytes(bytes);
      BigInteger number = ScalarField.decode(bytes);
      if (ScalarField.isSecretScalar(number)) {
        return new SecretKey(bytes, number);
      }
    }
  }

  /**
   * The key with these bytes, big-endian. They are copied; the caller wipes its own.
   *
   * @throws IllegalArgumentException if there are not 32 bytes, or they are zero or not below the
   *     group order
   */
  public static SecretKey of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException(
          "secret key: %d bytes expected, %d given".formatted(SIZE, bytes.length));
    }
    byte[] copy = bytes.clone();
    BigInteger number = ScalarField.decode(copy);
    if (!ScalarField.isSecretScalar(number)) {
      Arrays.fill(copy, (byte) 0);
      throw new IllegalArgumentException("secret key: out of range");
    }
    return new SecretKey(copy, number);
  }

  /** The public key, which stays known after {@link #close}. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /**
   * Hands a copy of the 32 bytes to the work and wipes the copy afterwards.
   *
   * @throws IllegalStateException if the key was closed
   */
  <T> T use(Function<byte[], T> work) {
    byte[] copy = copy();
    try {
      return work.apply(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private synchronized byte[] copy() {
    if (closed) {
      throw new IllegalStateException("secret key was closed");
    }
    return scalar.clone();
  }

  /** Wipes the key; using it afterwards is an error, closing it again is not. */
  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(scalar, (byte) 0);
  }

  @Override
  public String toString() {
    return "<secret key>";
  }
}
