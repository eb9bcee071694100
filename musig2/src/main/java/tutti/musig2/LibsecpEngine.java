package tutti.musig2;

import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.internal.Libsecp256k1;
import tutti.musig2.internal.ScalarField;

/**
 * The engine on libsecp256k1: secrets in constant time, and several times as fast.
 *
 * <p>What is public and the library does not do goes to the portable engine: other suites, messages
 * that have not 32 bytes, and all that comes from contexts of another engine. What is secret stays
 * here: whatever is signed is signed with the library's arithmetic.
 */
final class LibsecpEngine implements SeededEngine {
  static final String NAME = "libsecp256k1";

  private static final int MESSAGE_SIZE = 32;

  private final Libsecp256k1 library;
  private final SeededEngine portable;
  private final LibsecpSigning signing;
  private final NonceGeneration nonces;

  LibsecpEngine(Libsecp256k1 library, SeededEngine portable) {
    this.library = library;
    this.portable = portable;
    this.signing = new LibsecpSigning(library);
    this.nonces = new NonceGeneration(signing::publicNonce);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isValid(PublicKey key) {
    return library.isPoint(key.bytes().shared());
  }

  @Override
  public boolean isValid(PublicNonce nonce) {
    Bytes bytes = nonce.bytes();
    int half = PublicKey.SIZE;
    return library.isPoint(bytes.slice(0, half).shared())
        && library.isPoint(bytes.slice(half, bytes.length()).shared());
  }

  @Override
  public KeyAggContext aggregateKeys(Suite suite, List<PublicKey> keys, List<Tweak> tweaks) {
    if (suite != Suite.BIP327) {
      return portable.aggregateKeys(suite, keys, tweaks);
    }
    LibsecpKeys aggregated = LibsecpKeys.of(library, keys, tweaks);
    return new KeyAggContext(suite, keys, tweaks, aggregated.publicKey(), aggregated);
  }

  @Override
  public AggregateNonce aggregateNonces(List<PublicNonce> nonces) {
    if (nonces.isEmpty()) {
      throw new IllegalArgumentException("nonces: at least one expected");
    }
    return library
        .aggregateNonces(arrays(nonces))
        .map(sum -> new AggregateNonce(Bytes.wrap(sum)))
        .orElseThrow(() -> firstInvalid(nonces, this::isValid, Contribution.PUBNONCE));
  }

  @Override
  public SigningSession startSession(
      KeyAggContext keys, AggregateNonce aggregateNonce, Bytes message) {
    if (!(keys.engineState() instanceof LibsecpKeys own) || message.length() != MESSAGE_SIZE) {
      return portable.startSession(keys, aggregateNonce, message);
    }
    return library
        .startSession(own.cache(), aggregateNonce.bytes().shared(), message.shared())
        .map(values -> new LibsecpSession(own, values))
        .map(state -> new SigningSession(keys, aggregateNonce, message, state))
        .orElseThrow(() -> invalidAggregate(Contribution.AGGNONCE));
  }

  @Override
  public boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex) {
    if (!(session.engineState() instanceof LibsecpSession own)) {
      return portable.verifyPartial(session, partial, nonce, signerIndex);
    }
    List<PublicKey> keys = session.keyAggContext().keys();
    Objects.checkIndex(signerIndex, keys.size());
    return library.verifyPartial(
        own.keys().cache(),
        own.values(),
        partial.bytes().shared(),
        nonce.bytes().shared(),
        keys.get(signerIndex).bytes().shared());
  }

  @Override
  public Signature aggregatePartials(SigningSession session, List<PartialSignature> partials) {
    if (!(session.engineState() instanceof LibsecpSession own)) {
      return portable.aggregatePartials(session, partials);
    }
    session.requireOnePerKey(partials, "partial signatures");
    return library
        .aggregatePartials(own.values(), arrays(partials))
        .map(signature -> new Signature(Bytes.wrap(signature)))
        .orElseThrow(
            () -> firstInvalid(partials, LibsecpEngine::isInRange, Contribution.PARTIAL_SIGNATURE));
  }

  @Override
  public List<Integer> culprits(
      SigningSession session, List<PartialSignature> partials, List<PublicNonce> nonces) {
    session.requireOnePerKey(partials, "partial signatures");
    session.requireOnePerKey(nonces, "public nonces");
    if (!(session.engineState() instanceof LibsecpSession)) {
      return portable.culprits(session, partials, nonces);
    }
    return IntStream.range(0, partials.size())
        .filter(signer -> !verifyPartial(session, partials.get(signer), nonces.get(signer), signer))
        .boxed()
        .toList();
  }

  @Override
  public boolean verifySignature(Suite suite, PublicKey key, Bytes message, Signature signature) {
    return suite == Suite.BIP327
        ? verifySchnorr(key.xOnly(), message, signature)
        : portable.verifySignature(suite, key, message, signature);
  }

  @Override
  public boolean verifySchnorr(XOnlyPublicKey key, Bytes message, Signature signature) {
    return message.length() == MESSAGE_SIZE
        ? library.verifySchnorr(key.bytes().shared(), message.shared(), signature.bytes().shared())
        : portable.verifySchnorr(key, message, signature);
  }

  @Override
  public SecureRandom random() {
    return portable.random();
  }

  @Override
  public NoncePair generateNonce(NonceRequest request, byte[] randomness) {
    return nonces.fromRandomness(request, randomness);
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    return PartialSigning.sign(
        nonce,
        key,
        session.keyAggContext(),
        (scalars, secret, signer) -> signing.partial(scalars, secret, weights(session, signer)));
  }

  @Override
  public DeterministicSignature deterministicSign(
      SecretKey key,
      AggregateNonce otherNonces,
      KeyAggContext keys,
      Bytes message,
      byte @Nullable [] randomness) {
    if (keys.suite() != Suite.BIP327) {
      return portable.deterministicSign(key, otherNonces, keys, message, randomness);
    }
    PublicNonce others = new PublicNonce(otherNonces.bytes()); // an infinity is neither
    if (!isValid(others)) {
      throw invalidAggregate(Contribution.AGGOTHERNONCE);
    }
    NoncePair own = nonces.derived(key, otherNonces, keys, message, randomness);
    AggregateNonce sum = aggregateNonces(List.of(own.publicNonce(), others));
    PartialSignature partial = sign(own.secretNonce(), key, startSession(keys, sum, message));
    return new DeterministicSignature(own.publicNonce(), partial);
  }

  @Override
  public Signature signSchnorr(SecretKey key, Bytes message, byte[] auxiliary) {
    return signing.schnorr(key, message, auxiliary);
  }

  private SigningWeights weights(SigningSession session, int signer) {
    return session.engineState() instanceof LibsecpSession own
        ? own.weights(library, session, signer)
        : BouncyCastleEngine.values(session).weights(signer);
  }

  private static InvalidContributionException invalidAggregate(Contribution contribution) {
    return new InvalidContributionException(InvalidContributionException.NO_SIGNER, contribution);
  }

  private static byte[][] arrays(List<? extends HexValue> values) {
    byte[][] arrays = new byte[values.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = values.get(i).bytes().shared();
    }
    return arrays;
  }

  private static boolean isInRange(PartialSignature partial) {
    return ScalarField.isReduced(ScalarField.decode(partial.bytes().shared()));
  }

  /** The library says that there is a bad one, not which. */
  private static <T> InvalidContributionException firstInvalid(
      List<T> contributions, Predicate<T> isValid, Contribution kind) {
    for (int i = 0; i < contributions.size(); i++) {
      if (!isValid.test(contributions.get(i))) {
        return new InvalidContributionException(i, kind);
      }
    }
    throw new IllegalStateException("libsecp256k1 refused what is valid: " + kind);
  }
}
