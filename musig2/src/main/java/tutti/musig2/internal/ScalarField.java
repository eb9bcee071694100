package tutti.musig2.internal;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/**
 * Numbers modulo the order of secp256k1, 32 bytes big-endian.
 *
 * <p>Operations named {@code secret} go through BouncyCastle's fixed-length arithmetic, whose steps
 * do not depend on the values. Their operands are still {@link BigInteger}s, which drop leading
 * zeros and cannot be wiped; the JVM offers nothing stricter. The others are for public values.
 */
public final class ScalarField {
  public static final int SIZE = 32;
  public static final BigInteger ORDER = Secp256k1.G.getCurve().getOrder();

  private static final byte[] ORDER_BYTES = encode(ORDER);

  private ScalarField() {}

  public static BigInteger decode(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  public static byte[] encode(BigInteger scalar) {
    return BigIntegers.asUnsignedByteArray(SIZE, scalar);
  }

  /** Whether a decoded number is below the order. */
  public static boolean isReduced(BigInteger number) {
    return number.compareTo(ORDER) < 0;
  }

  /** Whether a decoded number is a private key or a nonce: neither zero nor out of range. */
  public static boolean isSecretScalar(BigInteger number) {
    return number.signum() > 0 && isReduced(number);
  }

  /**
   * Reduces 32 bytes of hash output. The subtraction happens once in 2^128 hashes, so that this
   * tells nothing about a secret one.
   */
  public static BigInteger reduce(byte[] hash) {
    BigInteger number = decode(hash);
    return isReduced(number) ? number : number.subtract(ORDER);
  }

  /**
   * Reduces 32 bytes of hash output in place, in steps that do not depend on them.
   *
   * @return the same array
   * @throws IllegalStateException if the result is zero, which takes a preimage of SHA-256
   */
  public static byte[] secretReduce(byte[] hash) {
    byte[] difference = new byte[SIZE];
    int borrow = 0;
    for (int i = SIZE - 1; i >= 0; i--) {
      int digit = (hash[i] & 0xff) - (ORDER_BYTES[i] & 0xff) + borrow;
      difference[i] = (byte) digit;
      borrow = digit >> Byte.SIZE; // 0 or -1, at the end -1 if the hash is below the order
    }
    int bits = 0;
    for (int i = 0; i < SIZE; i++) {
      hash[i] = (byte) ((hash[i] & borrow) | (difference[i] & ~borrow));
      bits |= hash[i];
    }
    Arrays.fill(difference, (byte) 0);
    if (bits == 0) {
      throw new IllegalStateException("a hash is zero");
    }
    return hash;
  }

  public static BigInteger multiply(BigInteger a, BigInteger b) {
    return a.multiply(b).mod(ORDER);
  }

  public static BigInteger add(BigInteger a, BigInteger b) {
    BigInteger sum = a.add(b);
    return isReduced(sum) ? sum : sum.subtract(ORDER);
  }

  public static BigInteger negate(BigInteger a) {
    return a.signum() == 0 ? a : ORDER.subtract(a);
  }

  public static BigInteger secretMultiply(BigInteger a, BigInteger b) {
    return BigIntegers.modMult(ORDER, a, b);
  }

  public static BigInteger secretAdd(BigInteger a, BigInteger b) {
    return BigIntegers.modAdd(ORDER, a, b);
  }

  public static BigInteger secretNegate(BigInteger a) {
    return BigIntegers.modSubtract(ORDER, BigIntegers.ZERO, a);
  }
}
