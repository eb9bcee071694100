package tutti.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;

/**
 * One signing session with everything in it, the same for all contenders.
 *
 * @param secretKeys 32 bytes each
 * @param signature what the partial signatures add up to
 */
record Material(
    List<Bytes> secretKeys,
    List<PublicKey> publicKeys,
    Bytes message,
    List<PublicNonce> nonces,
    AggregateNonce aggregateNonce,
    List<PartialSignature> partials,
    Signature signature) {
  private static final int SEED = 327;

  Material {
    secretKeys = List.copyOf(secretKeys);
    publicKeys = List.copyOf(publicKeys);
    nonces = List.copyOf(nonces);
    partials = List.copyOf(partials);
  }

  static Material of(int signers) {
    Random random = new Random(SEED);
    Engine engine = Engines.bouncyCastle();
    List<Bytes> secretKeys =
        IntStream.range(0, signers).mapToObj(signer -> scalar(random)).toList();
    List<SecretKey> keys = secretKeys.stream().map(bytes -> SecretKey.of(bytes.toArray())).toList();
    List<PublicKey> publicKeys = keys.stream().map(SecretKey::publicKey).toList();
    KeyAggContext context = engine.aggregateKeys(publicKeys, List.of());
    Bytes message = scalar(random);
    List<NoncePair> pairs =
        keys.stream()
            .map(key -> engine.generateNonce(NonceRequest.of(key, context, message)))
            .toList();
    List<PublicNonce> nonces = pairs.stream().map(NoncePair::publicNonce).toList();
    AggregateNonce aggregateNonce = engine.aggregateNonces(nonces);
    SigningSession session = engine.startSession(context, aggregateNonce, message);
    List<PartialSignature> partials = new ArrayList<>();
    for (int i = 0; i < signers; i++) {
      partials.add(engine.sign(pairs.get(i).secretNonce(), keys.get(i), session));
    }
    Signature signature = engine.aggregatePartials(session, partials);
    return new Material(
        secretKeys, publicKeys, message, nonces, aggregateNonce, partials, signature);
  }

  /** 32 bytes that are a valid private key with all but certainty. */
  static Bytes scalar(Random random) {
    byte[] bytes = new byte[SecretKey.SIZE];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
