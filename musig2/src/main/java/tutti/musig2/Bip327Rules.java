package tutti.musig2;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/** The rules of BIP327. */
final class Bip327Rules implements SuiteRules {
  static final SuiteRules RULES = new Bip327Rules();
  private static final BigInteger MINUS_ONE = ScalarField.ORDER.subtract(BigInteger.ONE);

  private Bip327Rules() {}

  @Override
  public void requireKeys(List<PublicKey> keys) {
    // In any order, and one may be there twice.
  }

  @Override
  public @Nullable PublicKey keyWithoutCoefficient(List<PublicKey> keys) {
    PublicKey first = keys.get(0);
    return keys.stream().filter(key -> !key.equals(first)).findFirst().orElse(null);
  }

  @Override
  public boolean negatesForXOnlyTweak(ECPoint key) {
    return !Secp256k1.hasEvenY(key);
  }

  @Override
  public BigInteger parity(ECPoint aggregate) {
    return Secp256k1.hasEvenY(aggregate) ? BigInteger.ONE : MINUS_ONE;
  }

  @Override
  public BigInteger nonceCoefficient(ECPoint aggregate, AggregateNonce nonce, Bytes message) {
    MessageDigest digest = TaggedHash.start("MuSig/noncecoef");
    nonce.bytes().update(digest);
    digest.update(Secp256k1.encodeX(aggregate));
    message.update(digest);
    return ScalarField.reduce(digest.digest());
  }

  @Override
  public BigInteger challenge(byte[] nonceX, ECPoint aggregate, Bytes message) {
    return Schnorr.challenge(nonceX, Secp256k1.encodeX(aggregate), message);
  }

  @Override
  public boolean isFinal(ECPoint nonce) {
    return Secp256k1.hasEvenY(nonce);
  }

  @Override
  public boolean firstSignerAddsTweaks() {
    return false;
  }

  @Override
  public boolean verify(PublicKey key, Bytes message, Signature signature) {
    return Schnorr.verify(key.xOnly(), message, signature);
  }
}
