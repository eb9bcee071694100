package tutti.musig2.internal;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * libsecp256k1 as its JNI binding offers it: bytes in, bytes out. Nothing else knows the binding.
 *
 * <p>The C code ends the whole process when it is handed an opaque value that it did not make. So
 * there is no way to make a {@link KeyCache} or a {@link Session} from bytes, or to get at theirs.
 * Everything else may be any bytes of the right length.
 */
public final class Libsecp256k1 {
  private static final int MAGIC_SIZE = 4;
  private static final int COORDINATE_SIZE = 32;

  private final Secp256k1 binding;

  public Libsecp256k1(Secp256k1 binding) {
    this.binding = binding;
  }

  /** Loads the library; fails with errors and exceptions of all kinds. */
  public static Libsecp256k1 load() {
    return new Libsecp256k1(NativeLibraryFile.during(Secp256k1::get));
  }

  /**
   * Aggregated keys. Opaque but for the parity of the key, which the binding tells only after a
   * tweak: after a magic number there are x and y, least significant byte first.
   */
  public static final class KeyCache {
    private static final int SIZE = Secp256k1.MUSIG2_PUBLIC_KEYAGG_CACHE_SIZE;
    private static final int Y = MAGIC_SIZE + COORDINATE_SIZE;

    private final byte[] opaque;
    private final byte[] key;

    private KeyCache(byte[] opaque, byte[] key) {
      this.opaque = opaque;
      this.key = key;
    }

    /** The aggregate key after all tweaks, compressed. */
    public byte[] key() {
      return key.clone();
    }

    public boolean isEven() {
      return key[0] == 2;
    }
  }

  /**
   * What is signed, and how. Opaque but for the parity of the final nonce, which the binding does
   * not tell: it follows the magic number.
   */
  public static final class Session {
    private final byte[] opaque;

    private Session(byte[] opaque) {
      this.opaque = opaque;
    }

    /** Whether the final nonce has an even y; if not, every signer negates its nonces. */
    public boolean nonceIsEven() {
      return opaque[MAGIC_SIZE] == 0;
    }
  }

  /** Whether 33 bytes are a point of the curve. */
  public boolean isPoint(byte[] compressed) {
    return unlessRefused(() -> binding.pubkeyParse(compressed)).isPresent();
  }

  /** Empty if one of them, 33 bytes each, is not a point. */
  public Optional<KeyCache> aggregateKeys(byte[][] keys) {
    byte[] opaque = new byte[KeyCache.SIZE];
    return unlessRefused(() -> binding.musigPubkeyAgg(keys, opaque))
        .map(x -> new KeyCache(opaque, compressed(x, 0, opaque[KeyCache.Y])));
  }

  /** The keys with one more tweak; empty if it is out of range or leads to the infinity. */
  public Optional<KeyCache> tweak(KeyCache keys, byte[] tweak, boolean xOnly) {
    byte[] opaque = keys.opaque.clone();
    return unlessRefused(
            () ->
                xOnly
                    ? binding.musigPubkeyXonlyTweakAdd(opaque, tweak)
                    : binding.musigPubkeyTweakAdd(opaque, tweak))
        .map(point -> new KeyCache(opaque, compressed(point)));
  }

  /** The sum of nonces of 66 bytes; empty if one of them is not two points. */
  public Optional<byte[]> aggregateNonces(byte[][] nonces) {
    return unlessRefused(() -> binding.musigNonceAgg(nonces));
  }

  /** Empty if the aggregate nonce is malformed; the message has 32 bytes. */
  public Optional<Session> startSession(KeyCache keys, byte[] aggregateNonce, byte[] message) {
    return unlessRefused(() -> binding.musigNonceProcess(aggregateNonce, message, keys.opaque))
        .map(Session::new);
  }

  /** The x coordinate of the final nonce. */
  public byte[] nonceX(Session session) {
    byte[][] none = {new byte[ScalarField.SIZE]};
    return Arrays.copyOf(binding.musigPartialSigAgg(session.opaque, none), COORDINATE_SIZE);
  }

  /**
   * Whether a partial signature is right; not if it or the nonce is malformed.
   *
   * @param key one of the aggregated ones; that it is, is not checked
   */
  public boolean verifyPartial(
      KeyCache keys, Session session, byte[] partial, byte[] nonce, byte[] key) {
    return unlessRefused(
            () -> binding.musigPartialSigVerify(partial, nonce, key, keys.opaque, session.opaque))
        .filter(verdict -> verdict == 1)
        .isPresent();
  }

  /** The signature of 64 bytes; empty if a partial one is out of range. */
  public Optional<byte[]> aggregatePartials(Session session, byte[][] partials) {
    return unlessRefused(() -> binding.musigPartialSigAgg(session.opaque, partials));
  }

  /** BIP340 for messages of 32 bytes. */
  public boolean verifySchnorr(byte[] key, byte[] message, byte[] signature) {
    return unlessRefused(() -> binding.verifySchnorr(signature, message, key)).orElse(false);
  }

  /** Whether 32 bytes are a private key or a nonce: neither zero nor out of range. */
  public boolean isSecretScalar(byte[] scalar) {
    return binding.secKeyVerify(scalar);
  }

  /** {@code scalar * G} in constant time, compressed. */
  public byte[] secretMultiple(byte[] scalar) {
    return compressed(binding.pubkeyCreate(scalar));
  }

  /** The product of two scalars in constant time; neither may be zero. */
  public byte[] secretMultiply(byte[] a, byte[] b) {
    return binding.privKeyTweakMul(a, b);
  }

  /** The sum of two scalars in constant time; neither the first nor the sum may be zero. */
  public byte[] secretAdd(byte[] a, byte[] b) {
    return binding.privKeyTweakAdd(a, b);
  }

  /** The negative of a scalar in constant time; it may not be zero. */
  public byte[] secretNegate(byte[] a) {
    return binding.privKeyNegate(a);
  }

  private static <T> Optional<T> unlessRefused(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (Secp256k1Exception malformed) {
      return Optional.empty();
    }
  }

  /** Of 04, x and y. */
  private static byte[] compressed(byte[] point) {
    return compressed(point, 1, point[point.length - 1]);
  }

  private static byte[] compressed(byte[] source, int x, byte parity) {
    byte[] compressed = new byte[1 + COORDINATE_SIZE];
    compressed[0] = (byte) (2 + (parity & 1));
    System.arraycopy(source, x, compressed, 1, COORDINATE_SIZE);
    return compressed;
  }
}
