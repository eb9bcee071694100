package tutti.musig2;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.Bech32m;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/** Taproot outputs (BIP341) that an aggregate key is the internal key of. */
public final class Taproot {
  private static final int WITNESS_VERSION = 1;
  private static final int HASH_SIZE = 32;
  private static final Bytes SCRIPT_PREFIX = Bytes.fromHex("5120"); // OP_1, push of 32 bytes

  private Taproot() {}

  /**
   * The tweak that commits an internal key to a script tree, to be the last of the session's
   * tweaks.
   *
   * @param merkleRoot 32 bytes, or null if there are no scripts
   */
  public static Tweak tweak(XOnlyPublicKey internalKey, @Nullable Bytes merkleRoot) {
    if (merkleRoot == null) {
      return Tweak.xOnly(TaggedHash.of("TapTweak", internalKey.bytes()));
    }
    merkleRoot.requireSize(HASH_SIZE, "merkle root");
    return Tweak.xOnly(TaggedHash.of("TapTweak", internalKey.bytes(), merkleRoot));
  }

  /**
   * The key that the output pays to.
   *
   * @param merkleRoot 32 bytes, or null if there are no scripts
   * @throws IllegalArgumentException if the internal key is not on the curve
   */
  public static XOnlyPublicKey outputKey(XOnlyPublicKey internalKey, @Nullable Bytes merkleRoot) {
    return outputPoint(internalKey, merkleRoot).xOnly();
  }

  /**
   * The same with its parity, which who spends by a script has to show.
   *
   * @param merkleRoot 32 bytes, or null if there are no scripts
   * @throws IllegalArgumentException if the internal key is not on the curve
   */
  public static PublicKey outputPoint(XOnlyPublicKey internalKey, @Nullable Bytes merkleRoot) {
    ECPoint internal =
        Secp256k1.liftX(internalKey.bytes().toArray())
            .orElseThrow(
                () -> new IllegalArgumentException("the internal key is not on the curve"));
    BigInteger tweak = ScalarField.decode(tweak(internalKey, merkleRoot).bytes().toArray());
    ECPoint output = Secp256k1.affine(internal.add(Secp256k1.G.multiply(tweak)));
    if (!ScalarField.isReduced(tweak) || output.isInfinity()) {
      throw new InvalidTweakException(0); // takes a preimage of SHA-256
    }
    return new PublicKey(Bytes.wrap(Secp256k1.encode(output)));
  }

  /** The 34 bytes of the output's script. */
  public static Bytes scriptPubKey(XOnlyPublicKey outputKey) {
    return Bytes.concat(SCRIPT_PREFIX, outputKey.bytes());
  }

  /** The output's address (BIP350). */
  public static String address(XOnlyPublicKey outputKey, Network network) {
    return Bech32m.encodeAddress(
        network.addressPrefix(), WITNESS_VERSION, outputKey.bytes().toArray());
  }
}
