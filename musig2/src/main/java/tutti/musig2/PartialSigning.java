package tutti.musig2;

import java.math.BigInteger;
import java.util.Arrays;
import tutti.musig2.internal.ScalarField;

/** Round 2 of a signer: Sign of BIP327. */
final class PartialSigning {
  private PartialSigning() {}

  /** The arithmetic of an engine, with k1 and k2, d and the position of the signer. */
  interface Arithmetic {
    PartialSignature sign(byte[] scalars, byte[] secret, int signerIndex);
  }

  /** Uses the nonce up, then checks that it, the key and the session belong together. */
  static PartialSignature sign(
      SecretNonce nonce, SecretKey key, KeyAggContext keys, Arithmetic arithmetic) {
    return nonce.consume(
        scalars -> {
          if (!nonce.publicKey().equals(key.publicKey())) {
            throw new IllegalArgumentException("the secret nonce was made for another key");
          }
          int signer = keys.indexOf(key.publicKey());
          if (signer < 0) {
            throw new IllegalArgumentException("the signer's key is not among the session's keys");
          }
          return key.use(secret -> arithmetic.sign(scalars, secret, signer));
        });
  }

  static PartialSignature sign(
      SecretNonce nonce, SecretKey key, KeyAggContext keys, SessionValues session) {
    return sign(
        nonce,
        key,
        keys,
        (scalars, secret, signer) -> sign(scalars, secret, session.weights(signer)));
  }

  /** {@code s = +-(k1 + b * k2) + weight * d + share}. */
  private static PartialSignature sign(byte[] scalars, byte[] secret, SigningWeights weights) {
    BigInteger first = nonce(scalars, 0, "first");
    BigInteger second = nonce(scalars, 1, "second");
    BigInteger nonce =
        ScalarField.secretAdd(
            first, ScalarField.secretMultiply(weights.nonceCoefficient(), second));
    BigInteger signedNonce = weights.nonceIsFinal() ? nonce : ScalarField.secretNegate(nonce);
    BigInteger weighted =
        ScalarField.secretMultiply(weights.keyWeight(), ScalarField.decode(secret));
    BigInteger own = ScalarField.secretAdd(signedNonce, weighted);
    BigInteger s = ScalarField.secretAdd(own, weights.tweakShare());
    return new PartialSignature(Bytes.wrap(ScalarField.encode(s)));
  }

  private static BigInteger nonce(byte[] scalars, int index, String which) {
    int offset = index * ScalarField.SIZE;
    byte[] bytes = Arrays.copyOfRange(scalars, offset, offset + ScalarField.SIZE);
    BigInteger nonce = ScalarField.decode(bytes);
    Arrays.fill(bytes, (byte) 0);
    if (!ScalarField.isSecretScalar(nonce)) {
      throw new IllegalArgumentException("%s secret nonce is out of range".formatted(which));
    }
    return nonce;
  }
}
