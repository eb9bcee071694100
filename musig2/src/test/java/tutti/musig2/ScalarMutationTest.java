package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static tutti.musig2.HonestSession.ALL;
import static tutti.musig2.HonestSession.ELSEWHERE;
import static tutti.musig2.HonestSession.HONEST;
import static tutti.musig2.HonestSession.PRIME;
import static tutti.musig2.HonestSession.SIGNERS;
import static tutti.musig2.HonestSession.SIGNING;
import static tutti.musig2.HonestSession.SUM;
import static tutti.musig2.HonestSession.ofEverySigner;
import static tutti.musig2.HonestSession.scalar;
import static tutti.musig2.HonestSession.swapped;
import static tutti.musig2.Mutation.assertAll;
import static tutti.musig2.Mutation.blamed;
import static tutti.musig2.Mutation.outOfRange;
import static tutti.musig2.Mutation.refusedTweak;
import static tutti.musig2.Mutation.verdicts;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.musig2.internal.ScalarField;

/**
 * A tweak, a message, a partial signature or a signature is out of range, taken from elsewhere, or
 * in the wrong place: each kind of that, at every signer. Both engines find the same.
 */
class ScalarMutationTest {
  @Test
  void refusesTweaksOutOfRange() {
    assertAll(
        ofEverySigner(
            index ->
                Stream.of(
                        ScalarField.ORDER,
                        ScalarField.ORDER.add(BigInteger.ONE),
                        BigInteger.TWO.pow(256).subtract(BigInteger.ONE))
                    .map(
                        tweak ->
                            new Mutation(
                                "tweak " + tweak.toString(16),
                                HONEST.withTweak(index, scalar(tweak)),
                                refusedTweak(index)))));
  }

  @Test
  void otherTweaksMakeAllSignaturesWrong() {
    List<Tweak> tweaks = HONEST.tweaks();
    Map<String, List<Tweak>> others =
        Map.of(
            "none", List.of(),
            "one less", tweaks.subList(0, 2),
            "swapped", swapped(tweaks),
            "zero", HONEST.withTweak(1, scalar(BigInteger.ZERO)).tweaks(),
            "one more", Stream.concat(tweaks.stream(), Stream.of(tweaks.get(0))).toList(),
            "other mode",
                List.of(tweaks.get(0), Tweak.plain(tweaks.get(1).bytes()), tweaks.get(2)));

    assertAll(
        others.entrySet().stream()
            .map(
                other ->
                    new Mutation(
                        "tweaks " + other.getKey(),
                        HONEST.withTweaks(other.getValue()),
                        blamed(ALL))));
  }

  /** For which the private key behind the aggregate key must be known. */
  @ParameterizedTest
  @EnumSource
  void refusesATweakThatLeadsToTheInfinity(TestedEngine tested) {
    PublicKey key = SecretKey.of(scalar(BigInteger.TWO).toArray()).publicKey();
    Bytes list = TaggedHash.of("KeyAgg list", key.bytes());
    Bytes coefficient = TaggedHash.of("KeyAgg coefficient", list, key.bytes());
    BigInteger secret =
        ScalarField.multiply(ScalarField.reduce(coefficient.toArray()), BigInteger.TWO);
    Tweak zero = Tweak.plain(scalar(BigInteger.ZERO));
    Tweak cancelling = Tweak.plain(scalar(ScalarField.negate(secret)));

    assertThatExceptionOfType(InvalidTweakException.class)
        .isThrownBy(() -> tested.engine().aggregateKeys(List.of(key), List.of(zero, cancelling)))
        .satisfies(refused -> assertThat(refused.tweakIndex()).isEqualTo(1));
  }

  @Test
  void otherMessagesMakeAllSignaturesWrong() {
    Bytes message = HONEST.message();
    assertAll(
        Stream.of(
                Bytes.EMPTY,
                message.slice(0, 31),
                message.slice(1, 32),
                Bytes.concat(message, Bytes.of(new byte[1])),
                Bytes.concat(Bytes.of(new byte[1]), message),
                Bytes.concat(message, message),
                ELSEWHERE.message())
            .map(
                other -> new Mutation("message " + other, HONEST.withMessage(other), blamed(ALL))));
  }

  @Test
  void blamesTheSignerOfAPartialSignatureOutOfRange() {
    assertAll(
        ofEverySigner(
            signer ->
                Stream.of(
                        ScalarField.ORDER,
                        ScalarField.ORDER.add(BigInteger.ONE),
                        BigInteger.TWO.pow(256).subtract(BigInteger.ONE))
                    .map(
                        partial ->
                            new Mutation(
                                "partial signature " + partial.toString(16),
                                HONEST.withPartial(signer, scalar(partial)),
                                outOfRange(signer)))));
  }

  @Test
  void blamesTheSignerOfAnotherPartialSignature() {
    assertAll(
        ofEverySigner(
            signer ->
                Stream.of(
                        scalar(BigInteger.ZERO),
                        scalar(BigInteger.ONE),
                        scalar(ScalarField.ORDER.subtract(BigInteger.ONE)),
                        scalar(ScalarField.negate(partial(signer))),
                        HONEST.partials().get((signer + 1) % SIGNERS).bytes(),
                        ELSEWHERE.partials().get(signer).bytes())
                    .map(
                        partial ->
                            new Mutation(
                                "partial signature " + partial,
                                HONEST.withPartial(signer, partial),
                                blamed(List.of(signer))))));
  }

  /** Two signers together can do so; there is a signature, and nobody would look for culprits. */
  @Test
  void findsTheSignersWhoseErrorsCancelOut() {
    Contributions shifted =
        HONEST
            .withPartial(0, scalar(ScalarField.add(partial(0), BigInteger.ONE)))
            .withPartial(
                2, scalar(ScalarField.add(partial(2), ScalarField.negate(BigInteger.ONE))));

    assertThat(verdicts(shifted)).hasSize(1);
    assertThat(verdicts(shifted).get(0).culprits()).containsExactly(0, 2);
    assertThat(verdicts(shifted).get(0).signed()).isTrue();
  }

  @Test
  void blamesBothSignersOfSwappedPartialSignatures() {
    Contributions swapped = HONEST.withPartials(swapped(HONEST.partials()));

    assertThat(verdicts(swapped)).hasSize(1);
    assertThat(verdicts(swapped).get(0).culprits()).containsExactly(0, 1);
  }

  @Test
  void refusesOtherSignatures() {
    Bytes signature =
        Engines.bouncyCastle().aggregatePartials(SIGNING.open(), HONEST.partials()).bytes();
    Bytes r = signature.slice(0, 32);
    Bytes s = signature.slice(32, 64);
    BigInteger number = ScalarField.decode(s.toArray());
    assertAll(
        Stream.of(
                Bytes.concat(s, r),
                Bytes.concat(r, r),
                Bytes.concat(r, scalar(BigInteger.ZERO)),
                Bytes.concat(r, scalar(ScalarField.ORDER)),
                Bytes.concat(r, scalar(ScalarField.negate(number))),
                Bytes.concat(scalar(BigInteger.ZERO), s),
                Bytes.concat(scalar(BigInteger.valueOf(5)), s),
                Bytes.concat(scalar(PRIME), s),
                Bytes.concat(scalar(PRIME.add(BigInteger.ONE)), s),
                Bytes.of(new byte[64]))
            .map(
                other ->
                    new Mutation(
                        "signature " + other,
                        HONEST.withSignature(other),
                        verdict -> !verdict.signed() && verdict.culprits().isEmpty())));
  }

  @ParameterizedTest
  @EnumSource
  void refusesListsOfAnotherLengthThanTheKeys(TestedEngine tested) {
    Engine engine = tested.engine();
    SigningSession session = open(engine);
    List<PartialSignature> partials = HONEST.partials();
    for (List<PartialSignature> wrong : List.of(partials.subList(0, 2), longer(partials))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.aggregatePartials(session, wrong));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.culprits(session, wrong, HONEST.nonces()));
    }
    for (List<PublicNonce> wrong :
        List.of(HONEST.nonces().subList(0, 2), longer(HONEST.nonces()))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.culprits(session, partials, wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine.aggregateKeys(List.of(), List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> engine.aggregateNonces(List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void refusesSignersThatThereAreNot(TestedEngine tested) {
    Engine engine = tested.engine();
    SigningSession session = open(engine);
    PartialSignature partial = HONEST.partials().get(0);
    PublicNonce nonce = HONEST.nonces().get(0);
    for (int signer : new int[] {-1, SIGNERS, Integer.MAX_VALUE}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> engine.verifyPartial(session, partial, nonce, signer));
    }
  }

  private static SigningSession open(Engine engine) {
    KeyAggContext keys = engine.aggregateKeys(HONEST.keys(), HONEST.tweaks());
    return engine.startSession(keys, SUM, HONEST.message());
  }

  private static BigInteger partial(int signer) {
    return ScalarField.decode(HONEST.partials().get(signer).bytes().toArray());
  }

  private static <T> List<T> longer(List<T> list) {
    return Stream.concat(list.stream(), Stream.of(list.get(0))).toList();
  }
}
