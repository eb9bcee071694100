package tutti.musig2;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/**
 * GetSessionValues of BIP327, and the public computations that follow from it.
 *
 * @param keys the aggregated keys
 * @param nonceCoefficient b, the weight of each signer's second nonce
 * @param nonceX the x coordinate of the final nonce R, 32 bytes
 * @param nonceIsFinal whether R is what a verifier finds; if not, every signer negates its nonces
 * @param challenge e
 * @param keyWeight {@code e * g * gacc}: times a signer's coefficient, the weight of its key
 */
record SessionValues(
    AggregatedKeys keys,
    BigInteger nonceCoefficient,
    Bytes nonceX,
    boolean nonceIsFinal,
    BigInteger challenge,
    BigInteger keyWeight) {

  /** Empty if the aggregate nonce is malformed. */
  static Optional<SessionValues> of(
      AggregatedKeys keys, AggregateNonce aggregateNonce, Bytes message) {
    return NoncePoints.decodeAggregate(aggregateNonce)
        .map(nonces -> of(keys, aggregateNonce, nonces, message));
  }

  private static SessionValues of(
      AggregatedKeys keys, AggregateNonce aggregateNonce, NoncePoints nonces, Bytes message) {
    SuiteRules rules = keys.rules();
    BigInteger b = rules.nonceCoefficient(keys.aggregate(), aggregateNonce, message);

    ECPoint sum = Secp256k1.affine(nonces.first().add(nonces.second().multiply(b)));
    ECPoint nonce = sum.isInfinity() ? Secp256k1.G : sum;
    byte[] nonceX = Secp256k1.encodeX(nonce);
    BigInteger e = rules.challenge(nonceX, keys.aggregate(), message);
    BigInteger weight = ScalarField.multiply(e, ScalarField.multiply(keys.parity(), keys.sign()));
    return new SessionValues(keys, b, Bytes.wrap(nonceX), rules.isFinal(nonce), e, weight);
  }

  /** What a signer multiplies its private key with before it adds its nonces. */
  BigInteger keyWeight(int signerIndex) {
    return ScalarField.multiply(keyWeight, keys.coefficients().get(signerIndex));
  }

  /** What a signer multiplies its secrets with. */
  SigningWeights weights(int signerIndex) {
    return new SigningWeights(
        nonceCoefficient, nonceIsFinal, keyWeight(signerIndex), tweakShare(signerIndex));
  }

  /** What a signer adds to its partial signature for the tweaks: for most of them, nothing. */
  BigInteger tweakShare(int signerIndex) {
    boolean adds = signerIndex == 0 && keys.rules().firstSignerAddsTweaks();
    return adds ? tweakSum() : BigInteger.ZERO;
  }

  private BigInteger tweakSum() {
    return ScalarField.multiply(challenge, ScalarField.multiply(keys.parity(), keys.tweak()));
  }

  /**
   * PartialSigVerify: {@code s * G = +-(R1 + b * R2) + weight * P}, as one sum that must equal
   * +-R1.
   */
  boolean isRight(PartialSignature partial, PublicNonce nonce, int signerIndex) {
    ECPoint key = keys.points().get(signerIndex);
    BigInteger s = ScalarField.decode(partial.bytes().toArray());
    if (!ScalarField.isReduced(s)) {
      return false;
    }
    BigInteger own = ScalarField.add(s, ScalarField.negate(tweakShare(signerIndex)));
    return NoncePoints.decode(nonce)
        .filter(points -> isRight(own, points, key, keyWeight(signerIndex)))
        .isPresent();
  }

  private boolean isRight(BigInteger s, NoncePoints nonce, ECPoint key, BigInteger weight) {
    ECPoint first = nonceIsFinal ? nonce.first() : nonce.first().negate();
    BigInteger second = nonceIsFinal ? ScalarField.negate(nonceCoefficient) : nonceCoefficient;
    ECPoint sum =
        Secp256k1.sumOfMultiples(
            new ECPoint[] {Secp256k1.G, key, nonce.second()},
            new BigInteger[] {s, ScalarField.negate(weight), second});
    return Secp256k1.areEqual(sum, first);
  }

  /** PartialSigAgg. */
  Signature sum(List<PartialSignature> partials) {
    BigInteger sum = keys.rules().firstSignerAddsTweaks() ? BigInteger.ZERO : tweakSum();
    for (int i = 0; i < partials.size(); i++) {
      BigInteger s = ScalarField.decode(partials.get(i).bytes().toArray());
      if (!ScalarField.isReduced(s)) {
        throw new InvalidContributionException(i, Contribution.PARTIAL_SIGNATURE);
      }
      sum = ScalarField.add(sum, s);
    }
    return new Signature(Bytes.concat(nonceX, Bytes.wrap(ScalarField.encode(sum))));
  }
}
