package tutti.musig2.interop;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.DeterministicSignature;
import tutti.musig2.Engine;
import tutti.musig2.GivenRandom;
import tutti.musig2.InvalidContributionException;
import tutti.musig2.KeyAggContext;
import tutti.musig2.KeySort;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.SecretNonce;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.TestedEngine;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;

/** One of our own engines. */
final class EnginePeer implements Peer {
  private final TestedEngine kind;
  private final Engine engine;
  private final Map<PublicNonce, SecretNonce> secretNonces = new HashMap<>();

  EnginePeer(TestedEngine kind) {
    this.kind = kind;
    this.engine = kind.with(new SecureRandom());
  }

  @Override
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  @Override
  public PublicKey publicKey(Bytes secretKey) {
    return SecretKey.of(secretKey.toArray()).publicKey();
  }

  @Override
  public List<PublicKey> sortKeys(List<PublicKey> keys) {
    return KeySort.sort(keys);
  }

  @Override
  public PublicKey aggregateKeys(List<PublicKey> keys, List<Tweak> tweaks) {
    return blaming(() -> engine.aggregateKeys(keys, tweaks)).aggregatePublicKey();
  }

  @Override
  public PublicNonce nonce(NonceInput input) {
    NonceRequest request =
        new NonceRequest(
            input.publicKey(),
            SecretKey.of(input.secretKey().toArray()),
            input.aggregateKey(),
            input.message(),
            input.extraInput());
    NoncePair pair = kind.with(new GivenRandom(input.random())).generateNonce(request);
    secretNonces.put(pair.publicNonce(), pair.secretNonce());
    return pair.publicNonce();
  }

  @Override
  public AggregateNonce aggregateNonces(List<PublicNonce> nonces) {
    return blaming(() -> engine.aggregateNonces(nonces));
  }

  @Override
  public PartialSignature sign(Terms terms, Bytes secretKey, PublicNonce ownNonce) {
    SecretKey key = SecretKey.of(secretKey.toArray());
    return engine.sign(secretNonces.remove(ownNonce), key, open(terms));
  }

  @Override
  public LastWord deterministicSign(Terms terms, Bytes secretKey, Bytes random) {
    KeyAggContext keys = engine.aggregateKeys(terms.keys(), terms.tweaks());
    SecretKey key = SecretKey.of(secretKey.toArray());
    DeterministicSignature made =
        kind.with(new GivenRandom(random))
            .deterministicSign(key, terms.aggregateNonce(), keys, terms.message());
    return new LastWord(made.publicNonce(), made.partialSignature());
  }

  @Override
  public List<Boolean> verifyPartials(
      Terms terms, List<PublicNonce> nonces, List<PartialSignature> partials) {
    SigningSession session = open(terms);
    List<Boolean> verdicts =
        IntStream.range(0, partials.size())
            .mapToObj(i -> engine.verifyPartial(session, partials.get(i), nonces.get(i), i))
            .toList();
    List<Integer> culprits = engine.culprits(session, partials, nonces);
    if (!culprits.equals(falseOnes(verdicts))) {
      throw new AssertionError("culprits %s, but verdicts %s".formatted(culprits, verdicts));
    }
    return verdicts;
  }

  @Override
  public Signature aggregatePartials(Terms terms, List<PartialSignature> partials) {
    return blaming(() -> engine.aggregatePartials(open(terms), partials));
  }

  @Override
  public Optional<Boolean> verify(XOnlyPublicKey key, Bytes message, Signature signature) {
    return Optional.of(engine.verifySchnorr(key, message, signature));
  }

  private SigningSession open(Terms terms) {
    return engine.startSession(
        engine.aggregateKeys(terms.keys(), terms.tweaks()),
        terms.aggregateNonce(),
        terms.message());
  }

  private static List<Integer> falseOnes(List<Boolean> verdicts) {
    return IntStream.range(0, verdicts.size()).filter(i -> !verdicts.get(i)).boxed().toList();
  }

  private static <T> T blaming(Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidContributionException e) {
      throw new Refused(String.valueOf(e.getMessage()), Optional.of(e.signerIndex()));
    }
  }
}
