package tutti.musig2;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/** A whole session between signers of one process, made from a seed so that it can be repeated. */
final class TestSession {
  private final Engine engine;
  final List<SecretKey> secretKeys;
  final KeyAggContext keys;
  final Bytes message;
  final List<PublicNonce> nonces = new ArrayList<>();
  private final List<SecretNonce> secretNonces = new ArrayList<>();

  private TestSession(
      Engine engine, List<SecretKey> secretKeys, KeyAggContext keys, Bytes message) {
    this.engine = engine;
    this.secretKeys = secretKeys;
    this.keys = keys;
    this.message = message;
    for (SecretKey key : secretKeys) {
      add(engine.generateNonce(NonceRequest.of(key, keys, message)));
    }
  }

  /** The same signers, tweaks and message, with nonces and sessions of another engine. */
  TestSession with(Engine other) {
    KeyAggContext same = other.aggregateKeys(keys.suite(), keys.keys(), keys.tweaks());
    return new TestSession(other, secretKeys, same, message);
  }

  /** Signers with keys of their own. */
  static TestSession of(int signers, List<Boolean> tweakModes, int messageLength, long seed) {
    Random random = new Random(seed);
    List<SecretKey> keys = IntStream.range(0, signers).mapToObj(i -> secretKey(random)).toList();
    return of(keys, tweakModes, messageLength, random);
  }

  /** Signers with keys of their own in the order that the suite wants, and plain tweaks. */
  static TestSession lotus(int signers, int tweaks, int messageLength, long seed) {
    Random random = new Random(seed);
    List<SecretKey> keys =
        Stream.generate(() -> secretKey(random))
            .limit(signers)
            .sorted(Comparator.comparing(SecretKey::publicKey))
            .toList();
    return of(Suite.LOTUS, keys, Collections.nCopies(tweaks, false), messageLength, random);
  }

  /** Signers with the given keys; the same key may sign twice. */
  static TestSession of(
      List<SecretKey> secretKeys, List<Boolean> tweakModes, int messageLength, Random random) {
    return of(Suite.BIP327, secretKeys, tweakModes, messageLength, random);
  }

  private static TestSession of(
      Suite suite,
      List<SecretKey> secretKeys,
      List<Boolean> tweakModes,
      int messageLength,
      Random random) {
    List<Tweak> tweaks =
        tweakModes.stream().map(xOnly -> new Tweak(scalar(random), xOnly)).toList();
    Engine engine = Engines.bouncyCastle();
    KeyAggContext keys =
        engine.aggregateKeys(suite, secretKeys.stream().map(SecretKey::publicKey).toList(), tweaks);
    return new TestSession(engine, secretKeys, keys, bytes(random, messageLength));
  }

  /** Replaces the last signer's nonce so that the first, the second or both halves cancel out. */
  void cancelNonces(boolean first, boolean second, Random random) {
    int last = nonces.size() - 1;
    BigInteger[] sums = {BigInteger.ZERO, BigInteger.ZERO};
    List<SecretKey> others = secretKeys.subList(0, last);
    secretNonces.clear();
    nonces.clear();
    for (SecretKey key : others) {
      BigInteger[] scalars = {number(random), number(random)};
      add(pair(scalars, key.publicKey()));
      sums[0] = ScalarField.add(sums[0], scalars[0]);
      sums[1] = ScalarField.add(sums[1], scalars[1]);
    }
    BigInteger[] cancelling = {
      first ? ScalarField.negate(sums[0]) : number(random),
      second ? ScalarField.negate(sums[1]) : number(random)
    };
    add(pair(cancelling, secretKeys.get(last).publicKey()));
  }

  AggregateNonce aggregateNonce() {
    return engine.aggregateNonces(nonces);
  }

  SigningSession open() {
    return engine.startSession(keys, aggregateNonce(), message);
  }

  PartialSignature sign(int signer, SigningSession session) {
    return engine.sign(secretNonces.get(signer), secretKeys.get(signer), session);
  }

  /** All partial signatures; can be called once. */
  List<PartialSignature> signAll(SigningSession session) {
    List<PartialSignature> partials = new ArrayList<>();
    for (int signer = 0; signer < secretKeys.size(); signer++) {
      partials.add(sign(signer, session));
    }
    return partials;
  }

  static SecretKey secretKey(Random random) {
    return SecretKey.of(scalar(random).toArray());
  }

  static Bytes bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  static Bytes flip(Bytes bytes, int bit) {
    byte[] changed = bytes.toArray();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return Bytes.of(changed);
  }

  private static Bytes scalar(Random random) {
    return Bytes.of(ScalarField.encode(number(random)));
  }

  private static BigInteger number(Random random) {
    return new BigInteger(255, random).add(BigInteger.ONE);
  }

  private static NoncePair pair(BigInteger[] scalars, PublicKey key) {
    Bytes secret =
        Bytes.concat(
            Bytes.of(ScalarField.encode(scalars[0])), Bytes.of(ScalarField.encode(scalars[1])));
    NoncePoints points =
        new NoncePoints(Secp256k1.secretMultiple(scalars[0]), Secp256k1.secretMultiple(scalars[1]));
    return new NoncePair(new SecretNonce(secret.toArray(), key), new PublicNonce(points.encode()));
  }

  private void add(NoncePair pair) {
    secretNonces.add(pair.secretNonce());
    nonces.add(pair.publicNonce());
  }
}
