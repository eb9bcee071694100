package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.musig2.HonestSession.ALL;
import static tutti.musig2.HonestSession.ELSEWHERE;
import static tutti.musig2.HonestSession.HONEST;
import static tutti.musig2.HonestSession.OTHER;
import static tutti.musig2.HonestSession.PRIME;
import static tutti.musig2.HonestSession.SIGNERS;
import static tutti.musig2.HonestSession.SUM;
import static tutti.musig2.HonestSession.negated;
import static tutti.musig2.HonestSession.ofEverySigner;
import static tutti.musig2.HonestSession.scalar;
import static tutti.musig2.HonestSession.swapped;
import static tutti.musig2.Mutation.assertAll;
import static tutti.musig2.Mutation.blamed;
import static tutti.musig2.Mutation.refused;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A point among honest contributions is malformed, taken from elsewhere, or in the wrong place:
 * each kind of that, at every signer. Both engines find the same.
 */
class PointMutationTest {
  /** 33 bytes that are no point, or not in the one form that a point has. */
  private static final List<Bytes> NO_POINTS =
      List.of(
          point("00", BigInteger.ONE),
          point("01", BigInteger.ONE),
          point("04", BigInteger.ONE),
          point("05", BigInteger.ONE),
          point("06", BigInteger.ONE),
          point("07", BigInteger.ONE),
          point("82", BigInteger.ONE),
          point("ff", BigInteger.ONE),
          point("02", BigInteger.ZERO),
          point("03", BigInteger.valueOf(5)), // no y for this x
          point("02", PRIME),
          point("03", PRIME.add(BigInteger.ONE)), // x = 1 has a y
          point("02", BigInteger.TWO.pow(256).subtract(BigInteger.ONE)));

  private static final Bytes INFINITY = Bytes.of(new byte[33]);

  private static final List<Bytes> NO_POINTS_NOR_INFINITY =
      Stream.concat(NO_POINTS.stream(), Stream.of(INFINITY)).toList();

  @Test
  void refusesKeysThatAreNoPoints() {
    assertAll(
        ofEverySigner(
            signer ->
                NO_POINTS_NOR_INFINITY.stream()
                    .map(
                        key ->
                            new Mutation(
                                "key " + key,
                                HONEST.withKey(signer, key),
                                refused(Contribution.PUBKEY, signer)))));
  }

  @Test
  void blamesTheFirstOfSeveralKeysThatAreNoPoints() {
    Contributions two = HONEST.withKey(2, NO_POINTS.get(0)).withKey(1, NO_POINTS.get(9));

    assertAll(Stream.of(new Mutation("two keys", two, refused(Contribution.PUBKEY, 1))));
  }

  @Test
  void otherKeysMakeAllSignaturesWrong() {
    Contributions swapped = HONEST.withKeys(swapped(HONEST.keys()));
    assertAll(
        Stream.concat(
            Stream.of(new Mutation("swapped keys", swapped, blamed(ALL))),
            ofEverySigner(
                signer ->
                    Stream.of(
                            ELSEWHERE.keys().get(signer).bytes(),
                            HONEST.keys().get((signer + 1) % SIGNERS).bytes(),
                            negated(HONEST.keys().get(signer).bytes(), 0))
                        .map(
                            key ->
                                new Mutation(
                                    "key " + key, HONEST.withKey(signer, key), blamed(ALL))))));
  }

  @Test
  void refusesNoncesOfWhichAHalfIsNoPoint() {
    assertAll(
        ofEverySigner(
            signer -> {
              Bytes nonce = HONEST.nonces().get(signer).bytes();
              return NO_POINTS_NOR_INFINITY.stream()
                  .flatMap(
                      half ->
                          Stream.of(
                              Bytes.concat(half, nonce.slice(33, 66)),
                              Bytes.concat(nonce.slice(0, 33), half),
                              Bytes.concat(half, half)))
                  .map(
                      other ->
                          new Mutation(
                              "nonce " + other,
                              HONEST.withNonce(signer, other),
                              refused(Contribution.PUBNONCE, signer)));
            }));
  }

  @Test
  void blamesASignerForANonceThatIsNotTheOneInTheSum() {
    Contributions told = HONEST.withAggregateNonce(SUM);
    assertAll(
        ofEverySigner(
            signer ->
                otherNonces(signer)
                    .map(
                        nonce ->
                            new Mutation(
                                "claimed nonce " + nonce,
                                told.withNonce(signer, nonce),
                                blamedButSigned(signer)))));
  }

  @Test
  void otherNoncesMakeAllSignaturesWrong() {
    assertAll(
        ofEverySigner(
            signer ->
                otherNonces(signer)
                    .map(
                        nonce ->
                            new Mutation(
                                "nonce " + nonce, HONEST.withNonce(signer, nonce), blamed(ALL)))));
  }

  @Test
  void refusesSumsOfNoncesOfWhichAHalfIsNoPoint() {
    assertAll(
        NO_POINTS.stream()
            .flatMap(
                half ->
                    Stream.of(
                        Bytes.concat(half, SUM.bytes().slice(33, 66)),
                        Bytes.concat(SUM.bytes().slice(0, 33), half)))
            .map(
                sum ->
                    new Mutation(
                        "sum " + sum,
                        HONEST.withAggregateNonce(new AggregateNonce(sum)),
                        refused(Contribution.AGGNONCE, InvalidContributionException.NO_SIGNER))));
  }

  @Test
  void otherSumsOfNoncesMakeAllSignaturesWrong() {
    Bytes sum = SUM.bytes();
    assertAll(
        Stream.of(
                Bytes.concat(INFINITY, INFINITY),
                Bytes.concat(INFINITY, sum.slice(33, 66)),
                Bytes.concat(sum.slice(0, 33), INFINITY),
                Bytes.concat(sum.slice(33, 66), sum.slice(0, 33)),
                negated(sum, 0),
                negated(sum, 33),
                OTHER.aggregateNonce().bytes())
            .map(
                other ->
                    new Mutation(
                        "sum " + other,
                        HONEST.withAggregateNonce(new AggregateNonce(other)),
                        blamed(ALL))));
  }

  @ParameterizedTest
  @EnumSource
  void knowsKeysAndNoncesThatAreNoPoints(TestedEngine tested) {
    Engine engine = tested.engine();
    Bytes valid = HONEST.keys().get(0).bytes();
    for (Bytes wrong : NO_POINTS_NOR_INFINITY) {
      assertThat(engine.isValid(new PublicKey(wrong))).isFalse();
      assertThat(engine.isValid(new PublicNonce(Bytes.concat(wrong, valid)))).isFalse();
      assertThat(engine.isValid(new PublicNonce(Bytes.concat(valid, wrong)))).isFalse();
    }
    assertThat(engine.isValid(HONEST.keys().get(0))).isTrue();
    assertThat(engine.isValid(HONEST.nonces().get(0))).isTrue();
  }

  private static Stream<Bytes> otherNonces(int signer) {
    Bytes nonce = HONEST.nonces().get(signer).bytes();
    return Stream.of(
        Bytes.concat(nonce.slice(33, 66), nonce.slice(0, 33)),
        Bytes.concat(nonce.slice(0, 33), nonce.slice(0, 33)),
        negated(nonce, 0),
        negated(nonce, 33),
        HONEST.nonces().get((signer + 1) % SIGNERS).bytes(),
        ELSEWHERE.nonces().get(signer).bytes());
  }

  private static Predicate<Verdict> blamedButSigned(int signer) {
    return verdict -> verdict.culprits().equals(List.of(signer)) && verdict.signed();
  }

  private static Bytes point(String prefix, BigInteger x) {
    return Bytes.concat(Bytes.fromHex(prefix), scalar(x));
  }
}
