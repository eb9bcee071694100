package tutti.musig2;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/** BIP340: signing alone, verifying, and the challenge that MuSig2 shares. */
final class Schnorr {
  private Schnorr() {}

  /** e of BIP340. */
  static BigInteger challenge(byte[] nonceX, byte[] keyX, Bytes message) {
    MessageDigest digest = TaggedHash.start("BIP0340/challenge");
    digest.update(nonceX);
    digest.update(keyX);
    message.update(digest);
    return ScalarField.reduce(digest.digest());
  }

  static boolean verify(XOnlyPublicKey key, Bytes message, Signature signature) {
    byte[] r = signature.bytes().slice(0, 32).toArray();
    BigInteger s = ScalarField.decode(signature.bytes().slice(32, 64).toArray());
    if (!ScalarField.isReduced(s)) {
      return false;
    }
    byte[] keyX = key.bytes().toArray();
    return Secp256k1.liftX(keyX)
        .filter(point -> isRight(r, s, point, challenge(r, keyX, message)))
        .isPresent();
  }

  /** Whether {@code s * G - e * P} is the even point with x coordinate r. */
  private static boolean isRight(byte[] r, BigInteger s, ECPoint key, BigInteger e) {
    ECPoint nonce =
        Secp256k1.sumOfMultiples(
            new ECPoint[] {Secp256k1.G, key}, new BigInteger[] {s, ScalarField.negate(e)});
    return Secp256k1.isEvenWithX(nonce, new BigInteger(1, r));
  }

  /**
   * Signs with a private key.
   *
   * @param auxiliary 32 random bytes
   */
  static Signature sign(SecretKey key, Bytes message, byte[] auxiliary) {
    byte[] keyX = key.publicKey().xOnly().bytes().toArray();
    boolean keyIsEven = isEven(key.publicKey());
    return key.use(
        bytes -> {
          BigInteger given = ScalarField.decode(bytes);
          BigInteger d = keyIsEven ? given : ScalarField.secretNegate(given);
          BigInteger k = nonce(d, keyX, message, auxiliary);
          ECPoint nonce = Secp256k1.secretMultiple(k).normalize();
          byte[] nonceX = Secp256k1.encodeX(nonce);
          BigInteger evenK = Secp256k1.hasEvenY(nonce) ? k : ScalarField.secretNegate(k);
          BigInteger e = challenge(nonceX, keyX, message);
          BigInteger s = ScalarField.secretAdd(evenK, ScalarField.secretMultiply(e, d));
          return new Signature(Bytes.concat(Bytes.wrap(nonceX), Bytes.wrap(ScalarField.encode(s))));
        });
  }

  private static BigInteger nonce(BigInteger d, byte[] keyX, Bytes message, byte[] auxiliary) {
    byte[] seed = MaskedSecret.of(ScalarField.encode(d), "BIP0340/aux", auxiliary);
    MessageDigest digest = TaggedHash.start("BIP0340/nonce");
    digest.update(seed);
    digest.update(keyX);
    message.update(digest);
    byte[] hash = digest.digest();
    BigInteger k = ScalarField.reduce(hash);
    Arrays.fill(seed, (byte) 0);
    Arrays.fill(hash, (byte) 0);
    if (k.signum() == 0) {
      throw new IllegalStateException("a hash is zero");
    }
    return k;
  }

  private static boolean isEven(PublicKey key) {
    return key.bytes().at(0) == 2;
  }
}
