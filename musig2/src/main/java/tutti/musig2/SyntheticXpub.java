package tutti.musig2;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.ECPoint;
import tutti.musig2.internal.Base58Check;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/**
 * The extended public key that BIP328 makes from an aggregate key, so that a group has as many
 * addresses as it likes.
 *
 * @param aggregateKey the aggregate of the group's keys without tweaks
 */
public record SyntheticXpub(PublicKey aggregateKey) {
  /** SHA-256 of the text MuSig2MuSig2MuSig2; the same for everyone, as the keys are public. */
  private static final Bytes CHAIN_CODE =
      Bytes.fromHex("868087ca02a6f974c4598924c36b57762d32cb45717167e300622c7167e38965");

  private static final int SERIALIZED_SIZE = 78;
  private static final int PARENT_SIZE = 9; // depth, parent's fingerprint, child number
  private static final int KEY_SIZE = 32;

  /**
   * A key below the aggregate key.
   *
   * @param publicKey the derived key, before any Taproot tweak
   * @param tweaks one plain tweak per step, to be the first of the session's tweaks
   */
  public record Child(PublicKey publicKey, List<Tweak> tweaks) {
    public Child {
      tweaks = List.copyOf(tweaks);
    }
  }

  /** The text form (BIP32), such as {@code xpub661...}. */
  public String encode(Network network) {
    byte[] serialized =
        ByteBuffer.allocate(SERIALIZED_SIZE)
            .putInt(network.extendedKeyVersion())
            .put(new byte[PARENT_SIZE])
            .put(CHAIN_CODE.toArray())
            .put(aggregateKey.bytes().toArray())
            .array();
    return Base58Check.encode(serialized);
  }

  /**
   * Derives a key by unhardened steps (BIP32 CKDpub).
   *
   * @param path child numbers from 0 to 2^31 - 1; an empty path is the aggregate key itself
   * @throws IllegalArgumentException if a number is negative, which is how hardened steps look
   * @throws InvalidContributionException if the aggregate key is not on the curve
   * @throws InvalidTweakException with the position of a step that has no key (one in 2^127)
   */
  public Child derive(int... path) {
    ECPoint key =
        Secp256k1.decode(aggregateKey.bytes().toArray())
            .orElseThrow(
                () ->
                    new InvalidContributionException(
                        InvalidContributionException.NO_SIGNER, Contribution.PUBKEY));
    byte[] chainCode = CHAIN_CODE.toArray();
    List<Tweak> tweaks = new ArrayList<>(path.length);
    for (int number : path) {
      byte[] derived = hash(chainCode, key, number);
      byte[] tweak = Arrays.copyOf(derived, KEY_SIZE);
      chainCode = Arrays.copyOfRange(derived, KEY_SIZE, derived.length);
      key = child(key, ScalarField.decode(tweak), tweaks.size());
      tweaks.add(Tweak.plain(Bytes.wrap(tweak)));
    }
    return new Child(new PublicKey(Bytes.wrap(Secp256k1.encode(key))), tweaks);
  }

  private static ECPoint child(ECPoint key, BigInteger tweak, int step) {
    ECPoint child = Secp256k1.affine(key.add(Secp256k1.G.multiply(tweak)));
    if (!ScalarField.isReduced(tweak) || child.isInfinity()) {
      throw new InvalidTweakException(step);
    }
    return child;
  }

  private static byte[] hash(byte[] chainCode, ECPoint key, int number) {
    if (number < 0) {
      throw new IllegalArgumentException("hardened steps need a private key, which nobody has");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(chainCode, "HmacSHA512"));
      mac.update(Secp256k1.encode(key));
      return mac.doFinal(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-512", e);
    }
  }
}
