package tutti.musig2;

import java.util.List;

/**
 * The half of MuSig2 that needs no secret: everything a coordinator does.
 *
 * <p>Implementations are immutable and may be used by many threads. Time depends on the data, which
 * is public. Lists are taken in the order given; indices in exceptions and results are positions in
 * them.
 */
public interface VerifyEngine {
  /** Name for logs and health reports, such as {@code bouncycastle}. */
  String name();

  /** Whether the key is a point of the curve. */
  boolean isValid(PublicKey key);

  /** Whether both halves of the nonce are points of the curve. */
  boolean isValid(PublicNonce nonce);

  /**
   * Aggregates the keys and applies the tweaks (BIP327 KeyAgg, ApplyTweak).
   *
   * @param keys one or more, repeated ones allowed; sort them before if {@link KeySort} is agreed
   * @throws InvalidContributionException with {@link Contribution#PUBKEY} and the position of the
   *     first key that is not a point
   * @throws InvalidTweakException if a tweak is out of range or yields the infinity
   */
  default KeyAggContext aggregateKeys(List<PublicKey> keys, List<Tweak> tweaks) {
    return aggregateKeys(Suite.BIP327, keys, tweaks);
  }

  /**
   * Aggregates the keys and applies the tweaks as the suite does; all that follows from the context
   * is the suite's, too.
   *
   * @throws InvalidContributionException with {@link Contribution#PUBKEY} and the position of the
   *     first key that is not a point
   * @throws InvalidTweakException if a tweak is out of range or yields the infinity
   * @throws UnsupportedBySuiteException if the suite does not take such keys or tweaks
   */
  KeyAggContext aggregateKeys(Suite suite, List<PublicKey> keys, List<Tweak> tweaks);

  /**
   * Adds the public nonces of all signers (BIP327 NonceAgg).
   *
   * @throws InvalidContributionException with {@link Contribution#PUBNONCE} and the position of the
   *     first nonce that is not two points
   */
  AggregateNonce aggregateNonces(List<PublicNonce> nonces);

  /**
   * Fixes what is signed (BIP327 GetSessionValues).
   *
   * @param message of any length; what Bitcoin signs has 32 bytes
   * @throws InvalidContributionException with {@link Contribution#AGGNONCE} and no signer if the
   *     aggregate nonce is malformed
   */
  SigningSession startSession(KeyAggContext keys, AggregateNonce aggregateNonce, Bytes message);

  /**
   * Whether a signer's partial signature is right (BIP327 PartialSigVerify). A signature out of
   * range and a nonce that is not two points are wrong, not exceptional.
   *
   * @param nonce that signer's own public nonce
   * @throws IndexOutOfBoundsException if the session has no such signer
   */
  boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex);

  /**
   * Adds the partial signatures of all signers (BIP327 PartialSigAgg).
   *
   * <p>Does not verify them. If all are right the result verifies; so check the result with {@link
   * #verifySignature}, and only if it fails look for {@link #culprits}.
   *
   * @throws IllegalArgumentException if there is not one partial signature per key
   * @throws InvalidContributionException with {@link Contribution#PARTIAL_SIGNATURE} and the
   *     position of the first one that is out of range
   */
  Signature aggregatePartials(SigningSession session, List<PartialSignature> partials);

  /**
   * The signers whose partial signatures do not verify, ascending; empty if all are right.
   *
   * @throws IllegalArgumentException if there is not one partial signature and one nonce per key
   */
  List<Integer> culprits(
      SigningSession session, List<PartialSignature> partials, List<PublicNonce> nonces);

  /** Whether a session's final signature is right under its keys. */
  default boolean verifySignature(KeyAggContext keys, Bytes message, Signature signature) {
    return verifySignature(keys.suite(), keys.aggregatePublicKey(), message, signature);
  }

  /**
   * Whether a signature of the kind that the suite makes is right, for a message of any length.
   *
   * @param key of BIP327, the parity does not count
   */
  boolean verifySignature(Suite suite, PublicKey key, Bytes message, Signature signature);

  /** Whether a BIP340 signature is right, for a message of any length. */
  boolean verifySchnorr(XOnlyPublicKey key, Bytes message, Signature signature);
}
