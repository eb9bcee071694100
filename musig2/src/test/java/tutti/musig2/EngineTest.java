package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine keeps beyond the published vectors. */
@ParameterizedClass
@EnumSource
class EngineTest {
  private static final String NOT_ON_THE_CURVE = "00".repeat(31) + "05";

  private final SeededEngine engine;
  private final TestSession signing;
  private final SigningSession session;

  EngineTest(TestedEngine tested) {
    engine = tested.engine();
    signing = TestSession.of(3, List.of(true), 32, 42).with(engine);
    session = signing.open();
  }

  @Test
  void makesOneSignatureOfAHundredSigners() {
    TestSession hundred = TestSession.of(100, List.of(false, true), 32, 100).with(engine);
    SigningSession large = hundred.open();

    List<PartialSignature> partials = hundred.signAll(large);

    Signature signature = engine.aggregatePartials(large, partials);
    assertThat(isValid(large, signature)).isTrue();
    assertThat(engine.culprits(large, partials, hundred.nonces)).isEmpty();
  }

  @Test
  void findsTheCheatersAmongAHundredSigners() {
    TestSession hundred = TestSession.of(100, List.of(true), 32, 101).with(engine);
    SigningSession large = hundred.open();
    List<PartialSignature> partials = new ArrayList<>(hundred.signAll(large));

    partials.set(7, partials.get(8));
    partials.set(99, PartialSignature.fromHex("ff".repeat(32)));

    assertThat(engine.culprits(large, partials, hundred.nonces)).containsExactly(7, 99);
  }

  @Test
  void knowsPointsFromOtherBytes() {
    String key = signing.keys.keys().get(0).hex();
    String nonce = signing.nonces.get(0).hex();

    assertThat(engine.isValid(PublicKey.fromHex(key))).isTrue();
    assertThat(engine.isValid(PublicKey.fromHex("04" + key.substring(2)))).isFalse();
    assertThat(engine.isValid(PublicKey.fromHex("00".repeat(33)))).isFalse();
    assertThat(engine.isValid(PublicKey.fromHex("02" + NOT_ON_THE_CURVE))).isFalse();
    assertThat(engine.isValid(PublicKey.fromHex("02" + "ff".repeat(32)))).isFalse();
    assertThat(engine.isValid(PublicNonce.fromHex(nonce))).isTrue();
    assertThat(engine.isValid(PublicNonce.fromHex(key + "00".repeat(33)))).isFalse();
    assertThat(engine.isValid(PublicNonce.fromHex("02" + NOT_ON_THE_CURVE + key))).isFalse();
  }

  @Test
  void refusesAPartialSignatureWithANonceThatIsNone() {
    PartialSignature partial = signing.sign(0, session);
    PublicNonce none = PublicNonce.fromHex("00".repeat(66));

    assertThat(engine.verifyPartial(session, partial, signing.nonces.get(0), 0)).isTrue();
    assertThat(engine.verifyPartial(session, partial, none, 0)).isFalse();
    assertThat(engine.verifyPartial(session, partial, signing.nonces.get(0), 1)).isFalse();
  }

  @Test
  void refusesSignersThatTheSessionDoesNotHave() {
    PartialSignature partial = signing.sign(0, session);
    PublicNonce nonce = signing.nonces.get(0);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> engine.verifyPartial(session, partial, nonce, 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> engine.verifyPartial(session, partial, nonce, -1));
  }

  @Test
  void needsOneContributionPerKey() {
    List<PartialSignature> partials = signing.signAll(session);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.aggregatePartials(session, partials.subList(0, 2)))
        .withMessage("partial signatures: 3 expected, 2 given");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.culprits(session, partials, signing.nonces.subList(0, 2)))
        .withMessage("public nonces: 3 expected, 2 given");
  }

  @Test
  void needsAtLeastOneSigner() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.aggregateKeys(List.of(), List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> engine.aggregateNonces(List.of()));
  }

  @Test
  void blamesNobodyForAMalformedAggregateNonce() {
    AggregateNonce malformed = AggregateNonce.fromHex("05".repeat(66));

    assertThatExceptionOfType(InvalidContributionException.class)
        .isThrownBy(() -> engine.startSession(signing.keys, malformed, Bytes.EMPTY))
        .withMessage("invalid aggregate nonce")
        .matches(invalid -> invalid.signerIndex() == InvalidContributionException.NO_SIGNER);
  }

  @Test
  void acceptsContextsThatAnotherEngineMade() {
    KeyAggContext foreignKeys =
        new KeyAggContext(
            signing.keys.suite(),
            signing.keys.keys(),
            signing.keys.tweaks(),
            signing.keys.aggregatePublicKey(),
            "keys");
    SigningSession foreign =
        new SigningSession(foreignKeys, session.aggregateNonce(), session.message(), "session");

    List<PartialSignature> partials = signing.signAll(foreign);

    assertThat(foreign).isEqualTo(session).hasSameHashCodeAs(session);
    assertThat(engine.culprits(foreign, partials, signing.nonces)).isEmpty();
    assertThat(isValid(session, engine.aggregatePartials(foreign, partials))).isTrue();
  }

  @Test
  void makesSessionsThatDifferByMessage() {
    SigningSession other = engine.startSession(signing.keys, session.aggregateNonce(), Bytes.EMPTY);

    assertThat(other).isNotEqualTo(session).isNotEqualTo(signing.keys);
    assertThat(session.toString()).contains(session.message().hex());
  }

  @Test
  void makesAnotherNonceEachTime() {
    NonceRequest request =
        NonceRequest.of(signing.secretKeys.get(0), signing.keys, signing.message);

    assertThat(engine.generateNonce(request).publicNonce())
        .isNotEqualTo(engine.generateNonce(request).publicNonce());
  }

  @Test
  void derivesAnotherNonceFromAnotherRequest() {
    NonceRequest request =
        NonceRequest.of(signing.secretKeys.get(0), signing.keys, signing.message);

    PublicNonce nonce = engine.generateNonce(request, new byte[32]).publicNonce();

    assertThat(engine.generateNonce(request, new byte[32]).publicNonce()).isEqualTo(nonce);
    assertThat(
            engine
                .generateNonce(request.withExtraInput(Bytes.fromHex("01")), new byte[32])
                .publicNonce())
        .isNotEqualTo(nonce);
  }

  @Test
  void refusesARequestWithKeysThatDoNotBelongTogether() {
    SecretKey alice = TestSession.secretKey(new Random(1));
    PublicKey bob = TestSession.secretKey(new Random(2)).publicKey();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NonceRequest(bob, alice, null, null, null));
  }

  private boolean isValid(SigningSession signed, Signature signature) {
    XOnlyPublicKey key = signed.keyAggContext().xOnlyPublicKey();
    return engine.verifySchnorr(key, signed.message(), signature)
        && IndependentSchnorr.verify(key, signed.message(), signature);
  }
}
