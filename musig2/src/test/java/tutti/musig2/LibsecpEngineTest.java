package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which engine does what, when the native one is chosen. */
class LibsecpEngineTest {
  private static final Engine PORTABLE = Engines.bouncyCastle();

  private final WatchedBinding binding = WatchedBinding.honest();
  private SeededEngine engine;

  @BeforeEach
  void load() {
    TestedEngine.LIBSECP256K1.engine(); // or skipped
    engine = binding.engine();
  }

  @Test
  void takesMessagesThatTheLibraryDoesNot() {
    TestSession signing = TestSession.of(3, List.of(true, false), 33, 1).with(engine);
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);
    Signature signature = engine.aggregatePartials(session, partials);

    assertThat(engine.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(engine.verifySignature(signing.keys, signing.message, signature)).isTrue();
    assertThat(called(method -> method.startsWith("musigNonceProcess"))).isFalse();
  }

  @Test
  void leavesOtherSuitesToThePortableEngine() {
    TestSession signing = TestSession.lotus(2, 1, 32, 1).with(engine);
    SigningSession session = signing.open();

    Signature signature = engine.aggregatePartials(session, signing.signAll(session));

    assertThat(engine.verifySignature(signing.keys, signing.message, signature)).isTrue();
    assertThat(engine.verifySchnorr(signing.keys.xOnlyPublicKey(), signing.message, signature))
        .isFalse();
    assertThat(called(method -> method.startsWith("musigPubkey"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 33})
  void signsDeterministicallyThoughTheLibraryDoesNot(int messageLength) {
    TestSession signing = TestSession.of(2, List.of(true), messageLength, 1).with(engine);
    AggregateNonce others = engine.aggregateNonces(signing.nonces.subList(0, 1));

    DeterministicSignature made =
        engine.deterministicSign(signing.secretKeys.get(1), others, signing.keys, signing.message);
    signing.nonces.set(1, made.publicNonce());
    SigningSession session = signing.open();

    assertThat(engine.verifyPartial(session, made.partialSignature(), made.publicNonce(), 1))
        .isTrue();
  }

  @Test
  void worksOnWithContextsOfThePortableEngine() {
    TestSession signing = TestSession.of(3, List.of(true), 32, 2);
    SigningSession foreign =
        engine.startSession(signing.keys, signing.aggregateNonce(), signing.message);
    PartialSignature partial =
        engine.sign(nonce(signing, 0), signing.secretKeys.get(0), signing.open());

    assertThat(foreign).isEqualTo(signing.open());
    assertThat(partial).isEqualTo(signWith(PORTABLE, signing));
    assertThat(called(method -> method.startsWith("musig"))).isFalse();
  }

  @Test
  void makesContextsThatThePortableEngineWorksOnWith() {
    TestSession signing = TestSession.of(3, List.of(true, false), 32, 3).with(engine);
    SigningSession session = signing.open();

    List<PartialSignature> partials = signing.signAll(session);

    assertThat(PORTABLE.culprits(session, partials, signing.nonces)).isEmpty();
    assertThat(PORTABLE.aggregatePartials(session, partials))
        .isEqualTo(engine.aggregatePartials(session, partials));
    assertThat(PORTABLE.startSession(signing.keys, signing.aggregateNonce(), signing.message))
        .isEqualTo(session);
  }

  @Test
  void refusesATweakThatLeadsToTheInfinity() {
    // With one signer a is a hash, known before the tweak is chosen: t = -a * d.
    SecretKey key = TestSession.secretKey(new Random(4));
    Tweak zero = Tweak.fromHex("00".repeat(32), false);
    KeyAggContext keys = engine.aggregateKeys(List.of(key.publicKey()), List.of(zero));
    Tweak cancelling = Cancelling.tweak(key, keys);

    assertThatExceptionOfType(InvalidTweakException.class)
        .isThrownBy(() -> engine.aggregateKeys(keys.keys(), List.of(zero, cancelling)))
        .matches(invalid -> invalid.tweakIndex() == 1);
    assertThatExceptionOfType(InvalidTweakException.class)
        .isThrownBy(() -> PORTABLE.aggregateKeys(keys.keys(), List.of(zero, cancelling)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 100})
  void handlesSecretsItselfWhateverTheMessage(int messageLength) {
    TestSession signing = TestSession.of(2, List.of(true), messageLength, 5).with(engine);

    signing.signAll(signing.open());

    assertThat(count("pubkeyCreate")).isEqualTo(4); // two nonces each
    assertThat(count("privKeyTweakMul")).isEqualTo(4);
  }

  @Test
  void handlesSecretsItselfWhateverTheSuite() {
    TestSession signing = TestSession.lotus(2, 2, 32, 5).with(engine);

    signing.signAll(signing.open());

    assertThat(count("privKeyTweakMul")).isEqualTo(4);
  }

  @Test
  void signsWithoutMultiplyingAPoint() {
    TestSession signing = TestSession.of(2, List.of(), 32, 5).with(engine);
    SigningSession session = signing.open();
    binding.calls.clear();

    signing.sign(0, session);

    assertThat(called(method -> method.equals("pubkeyCreate"))).isFalse();
  }

  private static PartialSignature signWith(Engine other, TestSession signing) {
    return other.sign(nonce(signing, 0), signing.secretKeys.get(0), signing.open());
  }

  /** Always the same one, as only tests may have it. */
  private static SecretNonce nonce(TestSession signing, int signer) {
    byte[] scalars = TestSession.bytes(new Random(6), SecretNonce.SIZE).toArray();
    return new SecretNonce(scalars, signing.secretKeys.get(signer).publicKey());
  }

  private long count(String method) {
    return binding.calls.stream().filter(call -> call.isAbout(method)).count();
  }

  private boolean called(Predicate<String> method) {
    return binding.calls.stream().map(WatchedBinding.Call::method).anyMatch(method);
  }
}
