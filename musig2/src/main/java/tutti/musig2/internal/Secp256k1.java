package tutti.musig2.internal;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The group of secp256k1 as BouncyCastle computes it.
 *
 * <p>Points that come in are affine unless said otherwise. Only {@link #secretMultiple} may be
 * given a secret; everything else takes time that depends on its operands.
 */
public final class Secp256k1 {
  /** Compressed point: 02 or 03 and 32 bytes of x. */
  public static final int POINT_SIZE = 33;

  // The custom curve, not the one of SECNamedCurves: that one computes with BigInteger fields.
  private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
  private static final ECCurve CURVE = PARAMETERS.getCurve();
  private static final BigInteger FIELD_PRIME = CURVE.getField().getCharacteristic();
  private static final ECMultiplier COMB = new FixedPointCombMultiplier();

  public static final ECPoint G = PARAMETERS.getG();
  public static final ECPoint INFINITY = CURVE.getInfinity();

  private Secp256k1() {}

  /** The point of a compressed encoding, unless it is not on the curve (BIP327 cpoint). */
  public static Optional<ECPoint> decode(byte[] compressed) {
    if (compressed.length != POINT_SIZE || (compressed[0] != 2 && compressed[0] != 3)) {
      return Optional.empty();
    }
    try {
      return Optional.of(CURVE.decodePoint(compressed));
    } catch (IllegalArgumentException notOnTheCurve) {
      return Optional.empty();
    }
  }

  /** As {@link #decode}, but 33 zero bytes are the infinity (BIP327 cpoint_ext). */
  public static Optional<ECPoint> decodeOrInfinity(byte[] compressed) {
    return Arrays.equals(compressed, new byte[POINT_SIZE])
        ? Optional.of(INFINITY)
        : decode(compressed);
  }

  /** The point with even y and this x (BIP340 lift_x), unless there is none. */
  public static Optional<ECPoint> liftX(byte[] x) {
    byte[] compressed = new byte[POINT_SIZE];
    compressed[0] = 2;
    System.arraycopy(x, 0, compressed, 1, x.length);
    return decode(compressed);
  }

  /** Compressed encoding of a normalized point; 33 zero bytes for the infinity. */
  public static byte[] encode(ECPoint point) {
    return point.isInfinity() ? new byte[POINT_SIZE] : point.getEncoded(true);
  }

  /** The x coordinate of a normalized point, 32 bytes. */
  public static byte[] encodeX(ECPoint point) {
    return point.getAffineXCoord().getEncoded();
  }

  /** Whether y of a normalized point is even. */
  public static boolean hasEvenY(ECPoint point) {
    return !point.getAffineYCoord().testBitZero();
  }

  /**
   * A public point made affine. Unlike {@link ECPoint#normalize}, which suits secrets, this draws
   * no random numbers, whose source all threads share.
   */
  public static ECPoint affine(ECPoint point) {
    ECPoint[] points = {point};
    CURVE.normalizeAll(points);
    return points[0];
  }

  /** Makes the points affine with one inversion in all, in place. */
  public static void normalizeAll(ECPoint[] points) {
    CURVE.normalizeAll(points);
  }

  /** {@code scalars[0] * points[0] + scalars[1] * points[1] + ...}, for public data, not affine. */
  public static ECPoint sumOfMultiples(ECPoint[] points, BigInteger[] scalars) {
    return points.length == 0 ? INFINITY : ECAlgorithms.sumOfMultiplies(points, scalars);
  }

  /**
   * {@code scalar * G} for a secret scalar, not affine: a fixed number of steps with a table that
   * is read whole at each of them.
   */
  public static ECPoint secretMultiple(BigInteger scalar) {
    return COMB.multiply(G, scalar);
  }

  /** Whether a point that need not be affine equals an affine one that is not the infinity. */
  public static boolean areEqual(ECPoint projective, ECPoint affine) {
    if (projective.isInfinity()) {
      return false;
    }
    ECFieldElement z = projective.getZCoord(0);
    ECFieldElement zSquared = z.square();
    return affine.getXCoord().multiply(zSquared).equals(projective.getXCoord())
        && affine.getYCoord().multiply(zSquared.multiply(z)).equals(projective.getYCoord());
  }

  /** Whether a point that need not be affine has this x coordinate and an even y. */
  public static boolean isEvenWithX(ECPoint projective, BigInteger x) {
    return hasX(projective, x) && hasEvenY(affine(projective));
  }

  /** Whether a point that need not be affine has this x coordinate. */
  public static boolean hasX(ECPoint projective, BigInteger x) {
    if (projective.isInfinity() || x.compareTo(FIELD_PRIME) >= 0) {
      return false;
    }
    ECFieldElement z = projective.getZCoord(0);
    ECFieldElement scaledX = CURVE.fromBigInteger(x).multiply(z.square());
    return scaledX.equals(projective.getXCoord());
  }

  /**
   * Whether y of a point that need not be affine is a square modulo the field's prime. It is {@code
   * Y / Z^3}, which is a square if and only if {@code Y * Z} is.
   */
  public static boolean hasSquareY(ECPoint projective) {
    return projective.getYCoord().multiply(projective.getZCoord(0)).sqrt() != null;
  }
}
