package tutti.musig2;

import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine that can be given its random bytes, so that published vectors can be repeated. */
interface SeededEngine extends Engine {
  int RANDOM_SIZE = 32;

  /** Where the random bytes come from when they are not given. */
  SecureRandom random();

  /**
   * As the public method.
   *
   * @param randomness 32 bytes, which are wiped
   */
  NoncePair generateNonce(NonceRequest request, byte[] randomness);

  /**
   * As the public method.
   *
   * @param randomness 32 bytes, or null for none
   */
  DeterministicSignature deterministicSign(
      SecretKey key,
      AggregateNonce otherNonces,
      KeyAggContext keys,
      Bytes message,
      byte @Nullable [] randomness);

  /**
   * As the public method.
   *
   * @param auxiliary 32 bytes
   */
  Signature signSchnorr(SecretKey key, Bytes message, byte[] auxiliary);

  @Override
  default NoncePair generateNonce(NonceRequest request) {
    return generateNonce(request, freshRandomness());
  }

  @Override
  default DeterministicSignature deterministicSign(
      SecretKey key, AggregateNonce otherNonces, KeyAggContext keys, Bytes message) {
    DeterministicSignature made =
        deterministicSign(key, otherNonces, keys, message, freshRandomness());
    PublicNonce others = new PublicNonce(otherNonces.bytes());
    AggregateNonce all = aggregateNonces(List.of(made.publicNonce(), others));
    boolean right =
        verifyPartial(
            startSession(keys, all, message),
            made.partialSignature(),
            made.publicNonce(),
            keys.indexOf(key.publicKey()));
    if (!right) {
      throw new IllegalStateException("a partial signature came out wrong");
    }
    return made;
  }

  @Override
  default Signature signSchnorr(SecretKey key, Bytes message) {
    return signSchnorr(key, message, freshRandomness());
  }

  private byte[] freshRandomness() {
    byte[] bytes = new byte[RANDOM_SIZE];
    random().nextBytes(bytes);
    return bytes;
  }
}
