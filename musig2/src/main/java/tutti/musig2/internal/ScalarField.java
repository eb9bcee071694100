package tutti.musig2.internal;

import java.math.BigInteger;
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
