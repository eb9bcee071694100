package tutti.fuzz;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.FixedEngine;
import tutti.musig2.KeyAggContext;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;

/** A session of honest signers, always the same one, for fuzzing to begin with. */
record FixedSession(
    List<PublicKey> keys,
    List<Tweak> tweaks,
    List<PublicNonce> nonces,
    AggregateNonce aggregateNonce,
    Bytes message,
    List<PartialSignature> partials,
    Signature signature) {

  static FixedSession of(Suite suite, int signers, int tweaks) {
    Engine engine = FixedEngine.of(filled(32, 7));
    List<SecretKey> secrets =
        IntStream.rangeClosed(1, signers)
            .mapToObj(i -> SecretKey.of(filled(32, i).toArray()))
            .sorted(Comparator.comparing(SecretKey::publicKey))
            .toList();
    List<PublicKey> keys = secrets.stream().map(SecretKey::publicKey).toList();
    List<Tweak> all =
        Stream.of(
                Tweak.plain(filled(32, 17)),
                new Tweak(filled(32, 18), suite == Suite.BIP327),
                Tweak.plain(filled(32, 19)))
            .limit(tweaks)
            .toList();
    return of(engine, engine.aggregateKeys(suite, keys, all), secrets);
  }

  private static FixedSession of(Engine engine, KeyAggContext keys, List<SecretKey> secrets) {
    Bytes message = filled(32, 42);
    List<NoncePair> nonces =
        secrets.stream()
            .map(secret -> engine.generateNonce(NonceRequest.of(secret, keys, message)))
            .toList();
    List<PublicNonce> publicNonces = nonces.stream().map(NoncePair::publicNonce).toList();
    AggregateNonce sum = engine.aggregateNonces(publicNonces);
    SigningSession session = engine.startSession(keys, sum, message);
    List<PartialSignature> partials =
        IntStream.range(0, secrets.size())
            .mapToObj(i -> engine.sign(nonces.get(i).secretNonce(), secrets.get(i), session))
            .toList();
    return new FixedSession(
        keys.keys(),
        keys.tweaks(),
        publicNonces,
        sum,
        message,
        partials,
        engine.aggregatePartials(session, partials));
  }

  private static Bytes filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return Bytes.of(bytes);
  }
}
