package tutti.musig2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.internal.ScalarField;

class LotusSuiteTest {
  private final Engine engine = Engines.bouncyCastle();
  private final TestSession signing = TestSession.lotus(3, 1, 32, 7);
  private final SigningSession session = signing.open();
  private final PublicKey key = signing.keys.aggregatePublicKey();
  private final Signature signature = engine.aggregatePartials(session, signing.signAll(session));

  @Test
  void isCarriedByWhatFollowsFromTheKeys() {
    List<PublicKey> keys = signing.keys.keys();
    KeyAggContext other = engine.aggregateKeys(keys, signing.keys.tweaks());

    assertThat(signing.keys.suite()).isEqualTo(Suite.LOTUS).hasToString("lotus");
    assertThat(other.suite()).isEqualTo(Suite.BIP327).hasToString("bip327");
    assertThat(signing.keys)
        .isNotEqualTo(other)
        .hasToString("KeyAggContext[lotus, %s of 3 keys, 1 tweaks]".formatted(key.hex()));
    assertThat(other.aggregatePublicKey()).isNotEqualTo(key);
  }

  @Test
  void acceptsContextsThatAnotherEngineMade() {
    KeyAggContext foreignKeys =
        new KeyAggContext(Suite.LOTUS, signing.keys.keys(), signing.keys.tweaks(), key, "keys");
    TestSession again = TestSession.lotus(3, 1, 32, 7);
    SigningSession foreign =
        new SigningSession(foreignKeys, again.aggregateNonce(), again.message, "session");

    assertThat(engine.culprits(foreign, again.signAll(foreign), again.nonces)).isEmpty();
    assertThat(engine.verifySignature(foreignKeys, signing.message, signature)).isTrue();
  }

  /** With libsecp256k1, which knows nothing of this suite, where it loads. */
  @Test
  void isTheSameOnTheEngineThatIsPreferredHere() {
    Engine preferred = Engines.select(EngineChoice.AUTO).engine();
    KeyAggContext keys =
        preferred.aggregateKeys(Suite.LOTUS, signing.keys.keys(), signing.keys.tweaks());
    TestSession again = TestSession.lotus(3, 1, 32, 7);
    SigningSession theirs = preferred.startSession(keys, again.aggregateNonce(), again.message);
    List<PartialSignature> partials = again.signAll(theirs);

    Signature made = preferred.aggregatePartials(theirs, partials);

    assertThat(keys).isEqualTo(signing.keys);
    assertThat(preferred.culprits(theirs, partials, again.nonces)).isEmpty();
    assertThat(preferred.verifySignature(keys, again.message, made)).isTrue();
    assertThat(engine.verifySignature(keys, again.message, made)).isTrue();
    assertThat(preferred.verifySignature(Suite.BIP327, key, again.message, made)).isFalse();
  }

  /** Made once by the other implementation of Lotus for a transaction. */
  @Test
  void makesWhatATransactionCarries() {
    List<PublicKey> keys = KeySort.sort(List.of(publicKey("a"), publicKey("b")));
    PublicKey internal = engine.aggregateKeys(Suite.LOTUS, keys, List.of()).aggregatePublicKey();
    PublicKey output = LotusTaproot.outputKey(internal, null);
    Bytes message =
        Bytes.fromHex("42a98f3d3ee09518c8e23699af60fa6d97bb457436a68142b342d2395ecfe405");
    Bytes carried =
        Bytes.fromHex(
            "ebbc71be7a8dffc3106a3053e2e8d51d43a237014f9d02f54c691a4c476bed20"
                + "c6e08b9893981e548625ad264081fea2c5f8ef42f65a1cdba739a32fe20f560a61");

    Signature made = new Signature(carried.slice(0, Signature.SIZE));

    assertThat(internal.hex())
        .isEqualTo("02b513ec933b178784b740802def8c5f0e9899fb80ed69e5ab54f27350475c8ec7");
    assertThat(LotusTaproot.tweak(internal, null).hex())
        .isEqualTo("e32f12894cced9e05dd020205158d28e354868636db326be1013d01ec4be7b10");
    assertThat(LotusTaproot.scriptPubKey(output).hex())
        .isEqualTo("62512102725b88e8ac56e3ea45afa4906ea6db4925dbb95502d24c17471137949be0da99");
    assertThat(engine.verifySignature(Suite.LOTUS, output, message, made)).isTrue();
    assertThat(LotusTaproot.transactionSignature(made, 0x61)).isEqualTo(carried);
  }

  @Test
  void commitsToScripts() {
    Bytes root = TaggedHash.sha256();

    assertThat(LotusTaproot.outputKey(key, root))
        .isEqualTo(SlowLotus.tweaked(key, LotusTaproot.tweak(key, root)))
        .isNotEqualTo(LotusTaproot.outputKey(key, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x61, 0x62, 0x63, 0xe1, 0xe2, 0xe3})
  void knowsTheHashTypesOfTheChain(int hashType) {
    assertThat(LotusTaproot.transactionSignature(signature, hashType).hex())
        .isEqualTo(signature.hex() + "%02x".formatted(hashType));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x01, 0x41, 0x60, 0x65, 0x71, 0x81, 0xc1, 0xe0, 0x161, -0x9f})
  void refusesHashTypesThatTheChainRefuses(int hashType) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LotusTaproot.transactionSignature(signature, hashType))
        .withMessage("no hash type of a Lotus key spend: " + hashType);
  }

  @Test
  void refusesRootsAndKeysThatAreNone() {
    Bytes short32 = Bytes.fromHex("00".repeat(31));
    PublicKey none = PublicKey.fromHex("02" + "00".repeat(31) + "05");

    assertThatIllegalArgumentException().isThrownBy(() -> LotusTaproot.tweak(key, short32));
    assertThatIllegalArgumentException().isThrownBy(() -> LotusTaproot.outputKey(none, null));
  }

  @Test
  void refusesTweaksThatDependOnTheParity() {
    Tweak xOnly = Tweak.xOnly(TaggedHash.sha256());

    assertUnsupported(
        () -> engine.aggregateKeys(Suite.LOTUS, signing.keys.keys(), List.of(xOnly)),
        "suite lotus does not support x-only tweaks");
  }

  @Test
  void refusesTweaksOutOfRange() {
    List<Tweak> tweaks = List.of(Tweak.fromHex("ff".repeat(32), false));

    assertThatExceptionOfType(InvalidTweakException.class)
        .isThrownBy(() -> engine.aggregateKeys(Suite.LOTUS, signing.keys.keys(), tweaks));
  }

  @Test
  void refusesKeysThatEveryoneWouldAggregateDifferently() {
    List<PublicKey> keys = signing.keys.keys();
    List<PublicKey> unsorted = List.of(keys.get(1), keys.get(0));
    List<PublicKey> repeated = List.of(keys.get(0), keys.get(0));
    PublicKey none = PublicKey.fromHex("02" + "00".repeat(31) + "05");

    for (List<PublicKey> wrong : List.of(unsorted, repeated)) {
      assertUnsupported(
          () -> engine.aggregateKeys(Suite.LOTUS, wrong, List.of()),
          "suite lotus does not support keys out of order or repeated");
    }
    assertThatThrownBy(
            () -> engine.aggregateKeys(Suite.LOTUS, List.of(keys.get(0), none), List.of()))
        .isInstanceOf(InvalidContributionException.class);
  }

  @Test
  void hasNoDeterministicSigners() {
    SecretKey last = signing.secretKeys.get(2);
    AggregateNonce others = engine.aggregateNonces(signing.nonces.subList(0, 2));

    assertUnsupported(
        () -> engine.deterministicSign(last, others, signing.keys, signing.message),
        "suite lotus does not support deterministic signing");
  }

  @Test
  void refusesSignaturesOfAnotherMessageKeyOrParity() {
    PublicKey negated =
        PublicKey.fromHex((key.hex().startsWith("02") ? "03" : "02") + key.xOnly().hex());
    PublicKey none = PublicKey.fromHex("04" + key.xOnly().hex());

    assertThat(isRight(key, signing.message, signature)).isTrue();
    assertThat(isRight(key, Bytes.EMPTY, signature)).isFalse();
    assertThat(isRight(negated, signing.message, signature)).isFalse();
    assertThat(isRight(none, signing.message, signature)).isFalse();
    assertThat(isRight(signing.keys.keys().get(0), signing.message, signature)).isFalse();
  }

  @Test
  void refusesSignaturesWithNumbersOutOfRange() {
    String s = signature.hex().substring(64);
    String r = signature.hex().substring(0, 64);

    assertThat(isRight(key, signing.message, Signature.fromHex("ff".repeat(32) + s))).isFalse();
    assertThat(isRight(key, signing.message, Signature.fromHex(r + "ff".repeat(32)))).isFalse();
    assertThat(isRight(key, signing.message, Signature.fromHex("00".repeat(64)))).isFalse();
  }

  /** Only who knows the key can make one with the other nonce of the same x, or with none. */
  @Test
  void refusesNoncesThatAVerifierWouldNotFind() {
    BigInteger secret = BigInteger.valueOf(327);
    Bytes bytes = Bytes.of(ScalarField.encode(secret));
    PublicKey alone = SlowLotus.publicKey(bytes);
    Signature right = SlowLotus.signAlone(bytes, Bytes.EMPTY);
    Bytes r = right.bytes().slice(0, 32);
    BigInteger s = ScalarField.decode(right.bytes().slice(32, 64).toArray());
    byte[] challenge = TaggedHash.sha256(r, alone.bytes(), Bytes.EMPTY).toArray();
    BigInteger own = ScalarField.multiply(ScalarField.reduce(challenge), secret);
    BigInteger negated = ScalarField.add(own, ScalarField.add(own, ScalarField.negate(s)));

    assertThat(isRight(alone, Bytes.EMPTY, right)).isTrue();
    assertThat(isRight(alone, Bytes.EMPTY, signature(r, negated))).isFalse();
    assertThat(isRight(alone, Bytes.EMPTY, signature(r, own))).isFalse();
  }

  @Test
  void saysWhatItTakes() {
    assertThat(Suite.LOTUS.hasXOnlyTweaks()).isFalse();
    assertThat(Suite.LOTUS.needsSortedKeys()).isTrue();
    assertThat(Suite.LOTUS.verificationKey(key)).isEqualTo(key.bytes());
    assertThat(Suite.BIP327.hasXOnlyTweaks()).isTrue();
    assertThat(Suite.BIP327.needsSortedKeys()).isFalse();
    assertThat(Suite.BIP327.verificationKey(key)).isEqualTo(key.xOnly().bytes());
  }

  private static Signature signature(Bytes r, BigInteger s) {
    return new Signature(Bytes.concat(r, Bytes.of(ScalarField.encode(s))));
  }

  private boolean isRight(PublicKey publicKey, Bytes message, Signature given) {
    boolean right = engine.verifySignature(Suite.LOTUS, publicKey, message, given);
    if (engine.isValid(publicKey)) {
      assertThat(SlowLotus.verify(publicKey, message, given)).isEqualTo(right);
    }
    return right;
  }

  private static void assertUnsupported(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UnsupportedBySuiteException.class,
            unsupported -> assertThat(unsupported.suite()).isEqualTo(Suite.LOTUS))
        .hasMessage(message);
  }

  private static PublicKey publicKey(String name) {
    return SlowLotus.publicKey(TaggedHash.sha256(Bytes.of(name.getBytes(US_ASCII))));
  }
}
