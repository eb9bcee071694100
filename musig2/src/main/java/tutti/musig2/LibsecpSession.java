package tutti.musig2;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import tutti.musig2.internal.Libsecp256k1;
import tutti.musig2.internal.ScalarField;

/** A session in the form of libsecp256k1, with the keys it was started with. */
record LibsecpSession(LibsecpKeys keys, Libsecp256k1.Session values) {
  /** What a signer needs that the library computes but does not tell. */
  SigningWeights weights(Libsecp256k1 library, SigningSession session, int signerIndex) {
    KeyAggContext context = session.keyAggContext();
    Bytes keyX = context.xOnlyPublicKey().bytes();
    BigInteger e = Schnorr.challenge(library.nonceX(values), keyX.toArray(), session.message());
    BigInteger weight = ScalarField.multiply(e, coefficient(context.keys(), signerIndex));
    boolean negated = keys.negated() ^ !keys.cache().isEven();
    return new SigningWeights(
        nonceCoefficient(session, keyX),
        values.nonceIsEven(),
        negated ? ScalarField.negate(weight) : weight,
        BigInteger.ZERO);
  }

  private static BigInteger nonceCoefficient(SigningSession session, Bytes keyX) {
    MessageDigest digest = TaggedHash.start("MuSig/noncecoef");
    session.aggregateNonce().bytes().update(digest);
    keyX.update(digest);
    session.message().update(digest);
    return ScalarField.reduce(digest.digest());
  }

  /** KeyAggCoeff of BIP327. */
  private static BigInteger coefficient(List<PublicKey> keys, int signerIndex) {
    PublicKey key = keys.get(signerIndex);
    if (isSecondKey(key, keys)) {
      return BigInteger.ONE;
    }
    MessageDigest list = TaggedHash.start("KeyAgg list");
    keys.forEach(one -> one.bytes().update(list));
    MessageDigest digest = TaggedHash.start("KeyAgg coefficient");
    digest.update(list.digest());
    key.bytes().update(digest);
    return ScalarField.reduce(digest.digest());
  }

  /** Whether it is the first of the keys that differs from the first one. */
  private static boolean isSecondKey(PublicKey key, List<PublicKey> keys) {
    PublicKey first = keys.get(0);
    return keys.stream()
        .filter(one -> !one.equals(first))
        .findFirst()
        .filter(key::equals)
        .isPresent();
  }
}
