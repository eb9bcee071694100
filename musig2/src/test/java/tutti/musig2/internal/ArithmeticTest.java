package tutti.musig2.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.util.HexFormat;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/** The edges of the arithmetic, which hashes and points reach about never. */
class ArithmeticTest {
  private static final BigInteger ORDER = ScalarField.ORDER;

  @Test
  void reducesHashesAboveTheOrder() {
    assertReduced(BigInteger.TEN, BigInteger.TEN);
    assertReduced(ORDER.subtract(BigInteger.ONE), ORDER.subtract(BigInteger.ONE));
    assertReduced(ORDER.add(BigInteger.TEN), BigInteger.TEN);
    assertReduced(allOnes(), allOnes().subtract(ORDER));
  }

  @Test
  void takesNoSecretFromAHashThatIsZero() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ScalarField.secretReduce(ScalarField.encode(BigInteger.ZERO)));
    assertThatIllegalStateException()
        .isThrownBy(() -> ScalarField.secretReduce(ScalarField.encode(ORDER)));
  }

  @Test
  void knowsTheInfinityFromAPoint() {
    ECPoint g = Secp256k1.G;
    ECPoint infinity = g.subtract(g);

    assertThat(Secp256k1.sumOfMultiples(new ECPoint[0], new BigInteger[0]).isInfinity()).isTrue();
    assertThat(Secp256k1.areEqual(infinity, g)).isFalse();
    assertThat(Secp256k1.areEqual(g.twice().subtract(g), g)).isTrue();
    assertThat(Secp256k1.hasX(infinity, BigInteger.ZERO)).isFalse();
  }

  /** Of a point and its negation one has a square y, as -1 is none. */
  @Test
  void knowsSquaresOfPointsThatAreNotAffine() {
    ECPoint g = Secp256k1.G;
    ECPoint projective = g.twice().add(g).subtract(g.twice());

    for (ECPoint point : new ECPoint[] {g, projective, g.multiply(BigInteger.valueOf(327))}) {
      assertThat(Secp256k1.hasSquareY(point)).isEqualTo(isSquare(Secp256k1.affine(point)));
      assertThat(Secp256k1.hasSquareY(point.negate())).isNotEqualTo(Secp256k1.hasSquareY(point));
    }
  }

  private static boolean isSquare(ECPoint affine) {
    BigInteger prime = affine.getCurve().getField().getCharacteristic();
    BigInteger y = affine.getAffineYCoord().toBigInteger();
    return y.modPow(prime.shiftRight(1), prime).equals(BigInteger.ONE);
  }

  private static BigInteger allOnes() {
    return new BigInteger(1, HexFormat.of().parseHex("ff".repeat(ScalarField.SIZE)));
  }

  private static void assertReduced(BigInteger hash, BigInteger expected) {
    assertThat(ScalarField.reduce(ScalarField.encode(hash))).isEqualTo(expected);
    assertThat(ScalarField.decode(ScalarField.secretReduce(ScalarField.encode(hash))))
        .isEqualTo(expected);
  }
}
