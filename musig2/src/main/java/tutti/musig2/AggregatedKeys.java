package tutti.musig2;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;
import tutti.musig2.internal.Sha256;

/**
 * KeyAgg of BIP327, and what it leaves for signing and verifying.
 *
 * @param rules of the suite
 * @param points the decoded keys; BouncyCastle keeps tables of multiples in them once they were
 *     used
 * @param coefficients a, one per key
 * @param aggregate Q, the sum of {@code coefficient * point}, tweaked; affine
 * @param sign gacc, 1 or -1 modulo the order: whether tweaks have negated the keys
 * @param tweak tacc, the sum of the tweaks with their signs
 */
record AggregatedKeys(
    SuiteRules rules,
    List<ECPoint> points,
    List<BigInteger> coefficients,
    ECPoint aggregate,
    BigInteger sign,
    BigInteger tweak) {

  static AggregatedKeys of(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: at least one expected");
    }
    SuiteRules rules = suite.rules();
    List<ECPoint> points = decode(keys);
    rules.requireKeys(keys);
    List<BigInteger> coefficients = coefficients(keys, rules.keyWithoutCoefficient(keys));
    ECPoint aggregate = sum(points, coefficients);
    if (aggregate.isInfinity()) {
      // Takes a discrete logarithm or a collision of hashes; BIP327 lets KeyAgg fail then.
      throw new IllegalArgumentException("keys: their sum is the infinity");
    }
    return new AggregatedKeys(
            rules, points, coefficients, aggregate, BigInteger.ONE, BigInteger.ZERO)
        .tweaked(tweaks);
  }

  /** g of BIP327's Sign and PartialSigAgg: 1, or -1 if Q is to be negated. */
  BigInteger parity() {
    return rules.parity(aggregate);
  }

  PublicKey publicKey() {
    return new PublicKey(Bytes.wrap(Secp256k1.encode(aggregate)));
  }

  private static List<ECPoint> decode(List<PublicKey> keys) {
    List<ECPoint> points = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      int signer = i;
      points.add(
          Secp256k1.decode(keys.get(i).bytes().toArray())
              .orElseThrow(() -> new InvalidContributionException(signer, Contribution.PUBKEY)));
    }
    return List.copyOf(points);
  }

  private static List<BigInteger> coefficients(List<PublicKey> keys, @Nullable PublicKey without) {
    MessageDigest list = TaggedHash.start("KeyAgg list");
    keys.forEach(key -> key.bytes().update(list));
    MessageDigest coefficient = TaggedHash.start("KeyAgg coefficient");
    coefficient.update(list.digest());

    List<BigInteger> coefficients = new ArrayList<>(keys.size());
    for (PublicKey key : keys) {
      if (key.equals(without)) {
        coefficients.add(BigInteger.ONE);
      } else {
        MessageDigest digest = Sha256.copy(coefficient);
        key.bytes().update(digest);
        coefficients.add(ScalarField.reduce(digest.digest()));
      }
    }
    return List.copyOf(coefficients);
  }

  /**
   * One sum over all keys; those with coefficient 1 are added, which saves their multiplication.
   */
  private static ECPoint sum(List<ECPoint> points, List<BigInteger> coefficients) {
    ECPoint plain = Secp256k1.INFINITY;
    List<ECPoint> bases = new ArrayList<>(points.size());
    List<BigInteger> scalars = new ArrayList<>(points.size());
    for (int i = 0; i < points.size(); i++) {
      if (coefficients.get(i).equals(BigInteger.ONE)) {
        plain = plain.add(points.get(i));
      } else {
        bases.add(points.get(i));
        scalars.add(coefficients.get(i));
      }
    }
    ECPoint sum =
        Secp256k1.sumOfMultiples(bases.toArray(ECPoint[]::new), scalars.toArray(BigInteger[]::new));
    return Secp256k1.affine(sum.add(plain));
  }

  private AggregatedKeys tweaked(List<Tweak> tweaks) {
    AggregatedKeys keys = this;
    for (int i = 0; i < tweaks.size(); i++) {
      keys = keys.tweaked(tweaks.get(i), i);
    }
    return keys;
  }

  /** ApplyTweak of BIP327. */
  private AggregatedKeys tweaked(Tweak by, int index) {
    BigInteger scalar = ScalarField.decode(by.bytes().toArray());
    if (!ScalarField.isReduced(scalar)) {
      throw new InvalidTweakException(index);
    }
    boolean negated = by.xOnly() && rules.negatesForXOnlyTweak(aggregate);
    ECPoint base = negated ? aggregate.negate() : aggregate;
    ECPoint tweaked = Secp256k1.affine(base.add(Secp256k1.G.multiply(scalar)));
    if (tweaked.isInfinity()) {
      throw new InvalidTweakException(index);
    }
    return new AggregatedKeys(
        rules,
        points,
        coefficients,
        tweaked,
        negated ? ScalarField.negate(sign) : sign,
        ScalarField.add(negated ? ScalarField.negate(tweak) : tweak, scalar));
  }
}
