package tutti.musig2;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/** Taproot outputs of the Lotus chain that an aggregate key is the internal key of. */
public final class LotusTaproot {
  private static final int HASH_SIZE = 32;
  private static final Bytes NO_SCRIPTS = Bytes.fromHex("00".repeat(HASH_SIZE));

  // OP_SCRIPTTYPE, OP_1, push of 33 bytes
  private static final Bytes SCRIPT_PREFIX = Bytes.fromHex("625121");

  private static final int HASH_TYPE_LOTUS = 0x60;
  private static final int HASH_TYPE_BASE = 0x03;
  private static final int HASH_TYPE_ANYONE_CAN_PAY = 0x80;

  private LotusTaproot() {}

  /**
   * The tweak that commits an internal key to a script tree, to be the last of the session's
   * tweaks.
   *
   * @param merkleRoot 32 bytes, or null if there are no scripts, which is written as zeros
   */
  public static Tweak tweak(PublicKey internalKey, @Nullable Bytes merkleRoot) {
    Bytes root = merkleRoot == null ? NO_SCRIPTS : merkleRoot;
    root.requireSize(HASH_SIZE, "merkle root");
    return Tweak.plain(TaggedHash.of("TapTweak", internalKey.bytes(), root));
  }

  /**
   * The key that the output pays to.
   *
   * @param merkleRoot 32 bytes, or null if there are no scripts
   * @throws IllegalArgumentException if the internal key is not on the curve
   */
  public static PublicKey outputKey(PublicKey internalKey, @Nullable Bytes merkleRoot) {
    ECPoint internal =
        Secp256k1.decode(internalKey.bytes().toArray())
            .orElseThrow(
                () -> new IllegalArgumentException("the internal key is not on the curve"));
    BigInteger tweak = ScalarField.decode(tweak(internalKey, merkleRoot).bytes().toArray());
    ECPoint output = Secp256k1.affine(internal.add(Secp256k1.G.multiply(tweak)));
    if (!ScalarField.isReduced(tweak) || output.isInfinity()) {
      throw new InvalidTweakException(0); // takes a preimage of SHA-256
    }
    return new PublicKey(Bytes.wrap(Secp256k1.encode(output)));
  }

  /** The 36 bytes of the script of an output without state. */
  public static Bytes scriptPubKey(PublicKey outputKey) {
    return Bytes.concat(SCRIPT_PREFIX, outputKey.bytes());
  }

  /**
   * The 65 bytes that a transaction carries. The message that was signed depends on the same hash
   * type, which therefore cannot be chosen now.
   *
   * @param hashType {@code SIGHASH_LOTUS} (0x60) with ALL, NONE or SINGLE (1 to 3), and possibly
   *     ANYONECANPAY (0x80)
   * @throws IllegalArgumentException for a hash type that the chain refuses
   */
  public static Bytes transactionSignature(Signature signature, int hashType) {
    int base = hashType & HASH_TYPE_BASE;
    if (base == 0 || (hashType & ~HASH_TYPE_ANYONE_CAN_PAY) != (HASH_TYPE_LOTUS | base)) {
      throw new IllegalArgumentException("no hash type of a Lotus key spend: " + hashType);
    }
    return Bytes.concat(signature.bytes(), Bytes.of(new byte[] {(byte) hashType}));
  }
}
