package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Both engines in the same random sessions: the same bytes where the input decides, and each
 * other's work accepted where it does not. Longer with {@code -Ddifferential.sessions=1000000},
 * others with {@code -Ddifferential.seed=…}; a failure names the session's seed.
 */
class DifferentialTest {
  private static final long SESSIONS = Long.getLong("differential.sessions", 10_000);
  private static final long FIRST_SEED = Long.getLong("differential.seed", 0);
  private static final int SHOWN = 5;

  /** Contexts of another engine are computed again at every use: that is checked less often. */
  private static final int SELDOM = 20;

  private static SeededEngine bouncyCastle;
  private static SeededEngine libsecp256k1;

  @BeforeEach
  void needBoth() {
    bouncyCastle = TestedEngine.BOUNCY_CASTLE.engine();
    libsecp256k1 = TestedEngine.LIBSECP256K1.engine();
  }

  @Test
  void bothEnginesMakeTheSameOfEverySession() {
    List<String> failures =
        LongStream.range(FIRST_SEED, FIRST_SEED + SESSIONS)
            .parallel()
            .mapToObj(DifferentialTest::failure)
            .flatMap(Optional::stream)
            .limit(SHOWN)
            .toList();

    assertThat(failures).isEmpty();
  }

  private static Optional<String> failure(long seed) {
    try {
      RandomSession session = new RandomSession(seed);
      compare(session);
      if (seed % SELDOM == 0) {
        mix(session);
      }
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of("-Ddifferential.sessions=1 -Ddifferential.seed=" + seed + ": " + e);
    }
  }

  /** Each engine does everything, and everything comes out alike. */
  private static void compare(RandomSession session) {
    Party one = new Party(bouncyCastle, session);
    Party other = new Party(libsecp256k1, session);
    assertThat(other.keys.aggregatePublicKey()).isEqualTo(one.keys.aggregatePublicKey());
    assertThat(other.publicNonces).isEqualTo(one.publicNonces);
    assertThat(other.opened.aggregateNonce()).isEqualTo(one.opened.aggregateNonce());

    List<PartialSignature> partials = one.signAll();
    assertThat(other.signAll()).isEqualTo(partials);
    assertThat(one.culprits(partials)).isEmpty();
    assertThat(other.culprits(partials)).isEmpty();

    Signature signature = one.engine.aggregatePartials(one.opened, partials);
    assertThat(other.engine.aggregatePartials(other.opened, partials)).isEqualTo(signature);
    assertThat(one.accepts(signature)).isEqualTo(!session.isFutile());
    assertThat(other.accepts(signature)).isEqualTo(!session.isFutile());

    SecretKey alone = session.secretKeys.get(0);
    assertThat(libsecp256k1.signSchnorr(alone, session.message, session.auxiliary.toArray()))
        .isEqualTo(bouncyCastle.signSchnorr(alone, session.message, session.auxiliary.toArray()));
  }

  /** The signers take turns at the engines, with fresh nonces and each other's contexts. */
  private static void mix(RandomSession session) {
    KeyAggContext keys = libsecp256k1.aggregateKeys(session.keys, session.tweaks);
    List<NoncePair> nonces = new ArrayList<>();
    for (int signer = 0; signer < session.keys.size(); signer++) {
      SecretKey key = session.secretKeys.get(signer);
      nonces.add(turn(signer).generateNonce(NonceRequest.of(key, keys, session.message)));
    }
    List<PublicNonce> publicNonces = nonces.stream().map(NoncePair::publicNonce).toList();
    AggregateNonce sum = bouncyCastle.aggregateNonces(publicNonces);
    SigningSession opened = libsecp256k1.startSession(keys, sum, session.message);
    SigningSession foreign = bouncyCastle.startSession(keys, sum, session.message);
    List<PartialSignature> partials = new ArrayList<>();
    for (int signer = 0; signer < session.keys.size(); signer++) {
      SecretNonce nonce = nonces.get(signer).secretNonce();
      SigningSession shown = signer % 3 == 0 ? foreign : opened;
      partials.add(turn(signer).sign(nonce, session.secretKeys.get(signer), shown));
    }
    for (SigningSession shown : List.of(opened, foreign)) {
      for (Engine engine : List.of(bouncyCastle, libsecp256k1)) {
        assertThat(engine.culprits(shown, partials, publicNonces)).isEmpty();
        Signature signature = engine.aggregatePartials(shown, partials);
        assertThat(engine.verifySignature(keys, session.message, signature)).isTrue();
      }
    }
    SecretKey alone = session.secretKeys.get(0);
    XOnlyPublicKey key = alone.publicKey().xOnly();
    Signature byOne = bouncyCastle.signSchnorr(alone, session.message);
    Signature byOther = libsecp256k1.signSchnorr(alone, session.message);
    assertThat(libsecp256k1.verifySchnorr(key, session.message, byOne)).isTrue();
    assertThat(bouncyCastle.verifySchnorr(key, session.message, byOther)).isTrue();
  }

  private static Engine turn(int signer) {
    return signer % 2 == 0 ? bouncyCastle : libsecp256k1;
  }

  /** One engine in the roles of all signers and of the coordinator. */
  private static final class Party {
    private final SeededEngine engine;
    private final RandomSession session;
    private final KeyAggContext keys;
    private final List<NoncePair> nonces;
    private final List<PublicNonce> publicNonces;
    private final SigningSession opened;

    Party(SeededEngine engine, RandomSession session) {
      this.engine = engine;
      this.session = session;
      this.keys = engine.aggregateKeys(session.keys, session.tweaks);
      this.nonces =
          session.cancels()
              ? session.cancellingNonces()
              : IntStream.range(0, session.keys.size()).mapToObj(this::nonce).toList();
      this.publicNonces = nonces.stream().map(NoncePair::publicNonce).toList();
      AggregateNonce sum = engine.aggregateNonces(publicNonces);
      this.opened = engine.startSession(keys, sum, session.message);
    }

    private NoncePair nonce(int signer) {
      NonceRequest request = NonceRequest.of(session.secretKeys.get(signer), keys, session.message);
      NonceRequest asked = signer % 3 == 1 ? NonceRequest.of(session.keys.get(signer)) : request;
      return engine.generateNonce(asked, session.randomness.get(signer).toArray());
    }

    List<PartialSignature> signAll() {
      return IntStream.range(0, nonces.size())
          .mapToObj(
              signer ->
                  engine.sign(
                      nonces.get(signer).secretNonce(), session.secretKeys.get(signer), opened))
          .toList();
    }

    List<Integer> culprits(List<PartialSignature> partials) {
      return engine.culprits(opened, partials, publicNonces);
    }

    boolean accepts(Signature signature) {
      return engine.verifySignature(keys, session.message, signature);
    }
  }
}
