package tutti.musig2;

/**
 * The half of MuSig2 that handles secrets: what a signer does, in its own process.
 *
 * <p>Implementations are immutable and may be used by many threads. They wipe the secret bytes they
 * hold before they return.
 */
public interface SignEngine {
  /**
   * Makes a nonce from fresh randomness and what the request knows (BIP327 NonceGen).
   *
   * @throws IllegalStateException if the request's secret key was closed
   */
  NoncePair generateNonce(NonceRequest request);

  /**
   * Signs with a nonce that nothing can be signed with afterwards, even if this fails (BIP327
   * Sign).
   *
   * <p>Whether the session's aggregate nonce holds the nonce is not checked; if it does not, the
   * partial signature is of no use to anyone. The result is not verified before it is returned.
   *
   * @throws IllegalStateException if the nonce was used or closed, or the key was closed
   * @throws IllegalArgumentException if the nonce was made for another key, or the key is not among
   *     the session's
   */
  PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session);

  /**
   * Signs as the last signer, who has all other nonces (BIP327 DeterministicSign).
   *
   * <p>Keeps no state between the rounds: the nonce is derived from the key, the other nonces, the
   * aggregate key and the message. Only one signer of a session may do this. The result is verified
   * before it is returned: the same nonce comes again where nothing has changed, so one that a
   * fault has spoiled, beside one that is right, would give the key away.
   *
   * @param otherNonces the sum of all other signers' public nonces
   * @throws InvalidContributionException with {@link Contribution#AGGOTHERNONCE} and no signer if
   *     that sum is malformed or holds an infinity
   * @throws IllegalStateException if the key was closed, or the result came out wrong
   * @throws UnsupportedBySuiteException if the keys are not of {@link Suite#BIP327}
   * @throws IllegalArgumentException if the key is not among the keys
   */
  DeterministicSignature deterministicSign(
      SecretKey key, AggregateNonce otherNonces, KeyAggContext keys, Bytes message);

  /**
   * Signs alone (BIP340 Sign), with fresh auxiliary randomness and for a message of any length. The
   * result is not verified before it is returned.
   *
   * @throws IllegalStateException if the key was closed
   */
  Signature signSchnorr(SecretKey key, Bytes message);
}
