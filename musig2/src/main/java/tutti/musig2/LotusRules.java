package tutti.musig2;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;
import tutti.musig2.internal.Sha256;

/**
 * The rules of Lotus: of the chain, and of its other MuSig2 implementation where the chain leaves a
 * choice.
 *
 * <p>Keys keep their parity everywhere, so that nothing is ever negated for a key. A nonce is final
 * if its y is a square; that is not the same as an even y, and right as often as not by chance.
 */
final class LotusRules implements SuiteRules {
  static final SuiteRules RULES = new LotusRules();

  private LotusRules() {}

  @Override
  public void requireKeys(List<PublicKey> keys) {
    for (int i = 1; i < keys.size(); i++) {
      // Its coefficients know a key's position, so a signer that is there twice could not sign.
      if (keys.get(i - 1).compareTo(keys.get(i)) >= 0) {
        throw new UnsupportedBySuiteException(Suite.LOTUS, "keys out of order or repeated");
      }
    }
  }

  @Override
  public @Nullable PublicKey keyWithoutCoefficient(List<PublicKey> keys) {
    return null;
  }

  @Override
  public boolean negatesForXOnlyTweak(ECPoint key) {
    throw new UnsupportedBySuiteException(Suite.LOTUS, "x-only tweaks");
  }

  @Override
  public BigInteger parity(ECPoint aggregate) {
    return BigInteger.ONE;
  }

  @Override
  public BigInteger nonceCoefficient(ECPoint aggregate, AggregateNonce nonce, Bytes message) {
    MessageDigest digest = TaggedHash.start("MuSig/noncecoef");
    digest.update(Secp256k1.encode(aggregate));
    nonce.bytes().update(digest);
    message.update(digest);
    return ScalarField.reduce(digest.digest());
  }

  @Override
  public BigInteger challenge(byte[] nonceX, ECPoint aggregate, Bytes message) {
    return challenge(nonceX, Secp256k1.encode(aggregate), message);
  }

  @Override
  public boolean isFinal(ECPoint nonce) {
    return Secp256k1.hasSquareY(nonce);
  }

  @Override
  public boolean firstSignerAddsTweaks() {
    return true;
  }

  @Override
  public boolean verify(PublicKey key, Bytes message, Signature signature) {
    byte[] r = signature.bytes().slice(0, 32).toArray();
    BigInteger s = ScalarField.decode(signature.bytes().slice(32, 64).toArray());
    if (!ScalarField.isReduced(s)) {
      return false;
    }
    byte[] keyBytes = key.bytes().toArray();
    return Secp256k1.decode(keyBytes)
        .filter(point -> isRight(r, s, point, challenge(r, keyBytes, message)))
        .isPresent();
  }

  /** Whether {@code s * G - e * P} is the point with x coordinate r and a square y. */
  private static boolean isRight(byte[] r, BigInteger s, ECPoint key, BigInteger e) {
    ECPoint nonce =
        Secp256k1.sumOfMultiples(
            new ECPoint[] {Secp256k1.G, key}, new BigInteger[] {s, ScalarField.negate(e)});
    return Secp256k1.hasX(nonce, new BigInteger(1, r)) && Secp256k1.hasSquareY(nonce);
  }

  private static BigInteger challenge(byte[] nonceX, byte[] key, Bytes message) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(nonceX);
    digest.update(key);
    message.update(digest);
    return ScalarField.reduce(digest.digest());
  }
}
