package tutti.musig2;

import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.Secp256k1;

/**
 * The engine on BouncyCastle: runs wherever Java does.
 *
 * <p>Public data goes through multi-scalar sums in variable time. Secrets go through a comb with a
 * fixed number of steps and through fixed-length modular arithmetic; the field below them has a few
 * branches on its data, and neither BouncyCastle nor the JVM promises constant time.
 */
final class BouncyCastleEngine implements SeededEngine {
  private final NonceGeneration nonces = new NonceGeneration(NoncePoints::ofSecret);
  private final SecureRandom random;

  BouncyCastleEngine(SecureRandom random) {
    this.random = random;
  }

  @Override
  public String name() {
    return "bouncycastle";
  }

  @Override
  public boolean isValid(PublicKey key) {
    return Secp256k1.decode(key.bytes().toArray()).isPresent();
  }

  @Override
  public boolean isValid(PublicNonce nonce) {
    return NoncePoints.decode(nonce).isPresent();
  }

  @Override
  public KeyAggContext aggregateKeys(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {
    AggregatedKeys aggregated = AggregatedKeys.of(suite, keys, tweaks);
    return new KeyAggContext(suite, keys, tweaks, aggregated.publicKey(), aggregated);
  }

  @Override
  public AggregateNonce aggregateNonces(List<PublicNonce> nonces) {
    if (nonces.isEmpty()) {
      throw new IllegalArgumentException("nonces: at least one expected");
    }
    return new AggregateNonce(NoncePoints.sum(nonces).encode());
  }

  @Override
  public SigningSession startSession(
      KeyAggContext keys, AggregateNonce aggregateNonce, Bytes message) {
    SessionValues values = values(keys, aggregateNonce, message);
    return new SigningSession(keys, aggregateNonce, message, values);
  }

  @Override
  public boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex) {
    Objects.checkIndex(signerIndex, session.keyAggContext().keys().size());
    return values(session).isRight(partial, nonce, signerIndex);
  }

  @Override
  public Signature aggregatePartials(SigningSession session, List<PartialSignature> partials) {
    session.requireOnePerKey(partials, "partial signatures");
    return values(session).sum(partials);
  }

  @Override
  public List<Integer> culprits(
      SigningSession session, List<PartialSignature> partials, List<PublicNonce> nonces) {
    session.requireOnePerKey(partials, "partial signatures");
    session.requireOnePerKey(nonces, "public nonces");
    SessionValues values = values(session);
    return IntStream.range(0, partials.size())
        .filter(signer -> !values.isRight(partials.get(signer), nonces.get(signer), signer))
        .boxed()
        .toList();
  }

  @Override
  public boolean verifySignature(Suite suite, PublicKey key, Bytes message, Signature signature) {
    return suite.rules().verify(key, message, signature);
  }

  @Override
  public boolean verifySchnorr(XOnlyPublicKey key, Bytes message, Signature signature) {
    return Schnorr.verify(key, message, signature);
  }

  @Override
  public SecureRandom random() {
    return random;
  }

  @Override
  public NoncePair generateNonce(NonceRequest request, byte[] randomness) {
    return nonces.fromRandomness(request, randomness);
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    return PartialSigning.sign(nonce, key, session.keyAggContext(), values(session));
  }

  @Override
  public DeterministicSignature deterministicSign(
      SecretKey key,
      AggregateNonce otherNonces,
      KeyAggContext keys,
      Bytes message,
      byte @Nullable [] randomness) {
    if (keys.suite() != Suite.BIP327) {
      throw new UnsupportedBySuiteException(keys.suite(), "deterministic signing");
    }
    NoncePoints others =
        NoncePoints.decodeFinite(otherNonces)
            .orElseThrow(() -> invalidAggregate(Contribution.AGGOTHERNONCE));
    NoncePair own = nonces.derived(key, otherNonces, keys, message, randomness);
    NoncePoints sum = others.plus(NoncePoints.sum(List.of(own.publicNonce())));
    SessionValues values = values(keys, new AggregateNonce(sum.encode()), message);
    return new DeterministicSignature(
        own.publicNonce(), PartialSigning.sign(own.secretNonce(), key, keys, values));
  }

  @Override
  public Signature signSchnorr(SecretKey key, Bytes message, byte[] auxiliary) {
    return Schnorr.sign(key, message, auxiliary);
  }

  private static AggregatedKeys aggregated(KeyAggContext keys) {
    return keys.engineState() instanceof AggregatedKeys own
        ? own
        : AggregatedKeys.of(keys.suite(), keys.keys(), keys.tweaks());
  }

  static SessionValues values(SigningSession session) {
    return session.engineState() instanceof SessionValues own
        ? own
        : values(session.keyAggContext(), session.aggregateNonce(), session.message());
  }

  private static SessionValues values(
      KeyAggContext keys, AggregateNonce aggregateNonce, Bytes message) {
    return SessionValues.of(aggregated(keys), aggregateNonce, message)
        .orElseThrow(() -> invalidAggregate(Contribution.AGGNONCE));
  }

  private static InvalidContributionException invalidAggregate(Contribution contribution) {
    return new InvalidContributionException(InvalidContributionException.NO_SIGNER, contribution);
  }
}
