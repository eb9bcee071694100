package tutti.musig2;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/**
 * What goes into a session, drawn from a seed: one to eight signers, a few with the same key; none
 * to three tweaks; mostly messages as Bitcoin signs them; a few nonces that cancel out.
 */
final class RandomSession {
  private static final int MAX_SIGNERS = 8;
  private static final int[] OTHER_LENGTHS = {0, 1, 31, 33, 64, 65, 200, 5000};

  /** Making a public key takes longer than most of what is compared. */
  private static final List<SecretKey> POOL = pool(new Random(327));

  final List<SecretKey> secretKeys;
  final List<PublicKey> keys;
  final List<Tweak> tweaks;
  final Bytes message;
  final Bytes auxiliary;

  /** Per signer, 32 random bytes to make a nonce of. */
  final List<Bytes> randomness;

  /** Whether the halves of all nonces add up to the infinity. */
  final boolean firstHalfCancels;

  final boolean secondHalfCancels;

  private final Random random;

  RandomSession(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    // Small ones more often: they are cheaper, and as good for all but the count.
    int signers = 1 + Math.min(random.nextInt(MAX_SIGNERS), random.nextInt(MAX_SIGNERS));
    int distinct = random.nextInt(10) == 0 ? 2 : POOL.size();
    int first = random.nextInt(POOL.size());
    this.secretKeys =
        random
            .ints(signers, 0, distinct)
            .mapToObj(i -> POOL.get((first + i) % POOL.size()))
            .toList();
    this.keys = secretKeys.stream().map(SecretKey::publicKey).toList();
    this.tweaks = IntStream.range(0, random.nextInt(4)).mapToObj(i -> tweak()).toList();
    this.message = TestSession.bytes(random, messageLength());
    this.auxiliary = TestSession.bytes(random, 32);
    this.randomness =
        IntStream.range(0, signers).mapToObj(i -> TestSession.bytes(random, 32)).toList();
    boolean cancels = signers > 1 && random.nextInt(12) == 0;
    int which = 1 + random.nextInt(3);
    this.firstHalfCancels = cancels && (which & 1) != 0;
    this.secondHalfCancels = cancels && (which & 2) != 0;
  }

  boolean cancels() {
    return firstHalfCancels || secondHalfCancels;
  }

  /** Whether all nonces add up to nothing at all: then the session cannot make a signature. */
  boolean isFutile() {
    return firstHalfCancels && secondHalfCancels;
  }

  /** Nonces of which the halves that are to cancel do; each call makes them anew. */
  List<NoncePair> cancellingNonces() {
    Random numbers = new Random(message.hashCode());
    List<NoncePair> nonces = new ArrayList<>();
    BigInteger firstSum = BigInteger.ZERO;
    BigInteger secondSum = BigInteger.ZERO;
    int last = keys.size() - 1;
    for (int signer = 0; signer < last; signer++) {
      BigInteger first = scalar(numbers);
      BigInteger second = scalar(numbers);
      firstSum = ScalarField.add(firstSum, first);
      secondSum = ScalarField.add(secondSum, second);
      nonces.add(pair(first, second, keys.get(signer)));
    }
    nonces.add(
        pair(
            firstHalfCancels ? ScalarField.negate(firstSum) : scalar(numbers),
            secondHalfCancels ? ScalarField.negate(secondSum) : scalar(numbers),
            keys.get(last)));
    return nonces;
  }

  private Tweak tweak() {
    return new Tweak(Bytes.of(ScalarField.encode(scalar(random))), random.nextBoolean());
  }

  private int messageLength() {
    return random.nextInt(4) > 0 ? 32 : OTHER_LENGTHS[random.nextInt(OTHER_LENGTHS.length)];
  }

  private static List<SecretKey> pool(Random random) {
    return IntStream.range(0, 64).mapToObj(i -> TestSession.secretKey(random)).toList();
  }

  private static BigInteger scalar(Random random) {
    return new BigInteger(255, random).add(BigInteger.ONE);
  }

  private static NoncePair pair(BigInteger first, BigInteger second, PublicKey key) {
    Bytes secret =
        Bytes.concat(Bytes.of(ScalarField.encode(first)), Bytes.of(ScalarField.encode(second)));
    NoncePoints points =
        new NoncePoints(Secp256k1.secretMultiple(first), Secp256k1.secretMultiple(second));
    return new NoncePair(new SecretNonce(secret.toArray(), key), new PublicNonce(points.encode()));
  }
}
