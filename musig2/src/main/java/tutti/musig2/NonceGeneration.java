package tutti.musig2;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Sha256;

/** Round 1 of a signer: NonceGen of BIP327, and the derivation of DeterministicSign. */
final class NonceGeneration {
  private static final String MASK_TAG = "MuSig/aux";

  private final Function<byte[], PublicNonce> publicNonce;

  /**
   * Leaves the multiplication to an engine.
   *
   * @param publicNonce makes the public nonce of two secret scalars, 64 bytes
   */
  NonceGeneration(Function<byte[], PublicNonce> publicNonce) {
    this.publicNonce = publicNonce;
  }

  /**
   * NonceGen.
   *
   * @param random 32 fresh random bytes; wiped
   */
  NoncePair fromRandomness(NonceRequest request, byte[] random) {
    byte[] seed = seed(request.secretKey(), random);
    try {
      return pair("MuSig/nonce", digest -> update(digest, seed, request), request.publicKey());
    } finally {
      Arrays.fill(seed, (byte) 0);
      Arrays.fill(random, (byte) 0);
    }
  }

  /**
   * The nonce of DeterministicSign.
   *
   * @param random 32 random bytes, or null for none
   */
  NoncePair derived(
      SecretKey key,
      AggregateNonce otherNonces,
      KeyAggContext keys,
      Bytes message,
      byte @Nullable [] random) {
    return key.use(
        secret -> {
          byte[] seed = random == null ? secret : MaskedSecret.of(secret, MASK_TAG, random);
          return pair(
              "MuSig/deterministic/nonce",
              digest -> {
                digest.update(seed);
                otherNonces.bytes().update(digest);
                keys.xOnlyPublicKey().bytes().update(digest);
                digest.update(bigEndian(message.length(), Long.BYTES));
                message.update(digest);
              },
              key.publicKey());
        });
  }

  private static byte[] seed(@Nullable SecretKey key, byte[] random) {
    return key == null
        ? random.clone()
        : key.use(secret -> MaskedSecret.of(secret, MASK_TAG, random).clone());
  }

  private static void update(MessageDigest digest, byte[] seed, NonceRequest request) {
    digest.update(seed);
    digest.update((byte) PublicKey.SIZE);
    request.publicKey().bytes().update(digest);
    XOnlyPublicKey aggregateKey = request.aggregateKey();
    Bytes aggregate = aggregateKey == null ? Bytes.EMPTY : aggregateKey.bytes();
    digest.update((byte) aggregate.length());
    aggregate.update(digest);
    Bytes message = request.message();
    if (message == null) {
      digest.update((byte) 0);
    } else {
      digest.update((byte) 1);
      digest.update(bigEndian(message.length(), Long.BYTES));
      message.update(digest);
    }
    Bytes extra = request.extraInput() == null ? Bytes.EMPTY : request.extraInput();
    digest.update(bigEndian(extra.length(), Integer.BYTES));
    extra.update(digest);
  }

  /** Two nonces that differ in the last byte of what is hashed. */
  private NoncePair pair(String tag, Consumer<MessageDigest> common, PublicKey publicKey) {
    MessageDigest digest = TaggedHash.start(tag);
    common.accept(digest);
    byte[] scalars = new byte[SecretNonce.SIZE];
    for (int i = 0; i < 2; i++) {
      MessageDigest last = Sha256.copy(digest);
      last.update((byte) i);
      byte[] scalar = ScalarField.secretReduce(last.digest());
      System.arraycopy(scalar, 0, scalars, i * ScalarField.SIZE, ScalarField.SIZE);
      Arrays.fill(scalar, (byte) 0);
    }
    return new NoncePair(new SecretNonce(scalars, publicKey), publicNonce.apply(scalars));
  }

  private static byte[] bigEndian(int number, int size) {
    byte[] eight = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    return Arrays.copyOfRange(eight, Long.BYTES - size, Long.BYTES);
  }
}
