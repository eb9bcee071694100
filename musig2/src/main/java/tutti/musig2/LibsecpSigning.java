package tutti.musig2;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import tutti.musig2.internal.Libsecp256k1;
import tutti.musig2.internal.ScalarField;

/**
 * What is done with secrets by means of libsecp256k1's constant-time arithmetic.
 *
 * <p>The binding's own signing is not used: it takes a secret nonce as often as it is given, wants
 * it in an opaque form, and computes the public key twice on the way.
 */
final class LibsecpSigning {
  private final Libsecp256k1 library;

  LibsecpSigning(Libsecp256k1 library) {
    this.library = library;
  }

  /** The public half of a secret nonce. */
  PublicNonce publicNonce(byte[] scalars) {
    try (WipedArrays secrets = new WipedArrays()) {
      byte[] first = library.secretMultiple(secrets.add(scalar(scalars, 0)));
      byte[] second = library.secretMultiple(secrets.add(scalar(scalars, 1)));
      return new PublicNonce(Bytes.concat(Bytes.wrap(first), Bytes.wrap(second)));
    }
  }

  /**
   * {@code +-(k1 + b * k2) + weight * d + share}.
   *
   * @param scalars k1 and k2
   * @param secret d
   */
  PartialSignature partial(byte[] scalars, byte[] secret, SigningWeights weights) {
    try (WipedArrays secrets = new WipedArrays()) {
      byte[] first = nonce(secrets.add(scalar(scalars, 0)), "first");
      byte[] second = nonce(secrets.add(scalar(scalars, 1)), "second");
      byte[] b = ScalarField.encode(weights.nonceCoefficient());
      byte[] weighted = secrets.add(library.secretMultiply(second, b));
      byte[] sum = secrets.add(library.secretAdd(first, weighted));
      byte[] nonce = weights.nonceIsFinal() ? sum : secrets.add(library.secretNegate(sum));
      byte[] weight = ScalarField.encode(weights.keyWeight());
      byte[] key = secrets.add(library.secretMultiply(secret, weight));
      byte[] own = secrets.add(library.secretAdd(nonce, key));
      byte[] share = ScalarField.encode(weights.tweakShare());
      return new PartialSignature(Bytes.wrap(library.secretAdd(own, share)));
    }
  }

  /**
   * BIP340 Sign.
   *
   * @param auxiliary 32 random bytes
   */
  Signature schnorr(SecretKey key, Bytes message, byte[] auxiliary) {
    Bytes keyX = key.publicKey().xOnly().bytes();
    boolean keyIsEven = key.publicKey().bytes().at(0) == 2;
    return key.use(
        given -> {
          try (WipedArrays secrets = new WipedArrays()) {
            byte[] d = keyIsEven ? given : secrets.add(library.secretNegate(given));
            byte[] seed = secrets.add(d.clone());
            MessageDigest digest = TaggedHash.start("BIP0340/nonce");
            digest.update(MaskedSecret.of(seed, "BIP0340/aux", auxiliary));
            keyX.update(digest);
            message.update(digest);
            byte[] k = secrets.add(ScalarField.secretReduce(digest.digest()));
            byte[] nonce = library.secretMultiple(k);
            byte[] evenK = nonce[0] == 2 ? k : secrets.add(library.secretNegate(k));
            byte[] nonceX = Arrays.copyOfRange(nonce, 1, nonce.length);
            BigInteger e = Schnorr.challenge(nonceX, keyX.toArray(), message);
            byte[] product = secrets.add(library.secretMultiply(d, ScalarField.encode(e)));
            byte[] s = library.secretAdd(evenK, product);
            return new Signature(Bytes.concat(Bytes.wrap(nonceX), Bytes.wrap(s)));
          }
        });
  }

  private byte[] nonce(byte[] scalar, String which) {
    if (!library.isSecretScalar(scalar)) {
      throw new IllegalArgumentException("%s secret nonce is out of range".formatted(which));
    }
    return scalar;
  }

  private static byte[] scalar(byte[] scalars, int index) {
    int offset = index * ScalarField.SIZE;
    return Arrays.copyOfRange(scalars, offset, offset + ScalarField.SIZE);
  }
}
