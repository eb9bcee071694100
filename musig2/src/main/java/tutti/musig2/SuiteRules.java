package tutti.musig2;

import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** What the suites do differently; all else of MuSig2 is the same. Without state. */
interface SuiteRules {
  /**
   * Checks what KeyAgg takes.
   *
   * @throws UnsupportedBySuiteException if the suite does not aggregate such keys
   */
  void requireKeys(List<PublicKey> keys);

  /** The key whose coefficient is 1, if there is one; those of all others are hashes. */
  @Nullable PublicKey keyWithoutCoefficient(List<PublicKey> keys);

  /**
   * Whether an x-only tweak negates this key first.
   *
   * @throws UnsupportedBySuiteException if the suite has no such tweaks
   */
  boolean negatesForXOnlyTweak(ECPoint key);

  /** g: what all signers multiply their keys with, given the key that they sign for. */
  BigInteger parity(ECPoint aggregate);

  /** b, the weight of the second nonces. */
  BigInteger nonceCoefficient(ECPoint aggregate, AggregateNonce nonce, Bytes message);

  /** e. */
  BigInteger challenge(byte[] nonceX, ECPoint aggregate, Bytes message);

  /** Whether a nonce is the one of the two with its x that a verifier finds. */
  boolean isFinal(ECPoint nonce);

  /** Whether the first signer adds the tweaks to its partial signature; else nobody does. */
  boolean firstSignerAddsTweaks();

  /** Whether a final signature is right. */
  boolean verify(PublicKey key, Bytes message, Signature signature);
}
