package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.musig2.Contribution.AGGNONCE;
import static tutti.musig2.Contribution.PUBKEY;
import static tutti.musig2.Contribution.PUBNONCE;
import static tutti.musig2.HonestSession.ALL;
import static tutti.musig2.HonestSession.HONEST;
import static tutti.musig2.HonestSession.SIGNERS;
import static tutti.musig2.HonestSession.SIGNING;
import static tutti.musig2.HonestSession.SUM;
import static tutti.musig2.Mutation.assertAll;
import static tutti.musig2.Mutation.blamed;
import static tutti.musig2.Mutation.outOfRange;
import static tutti.musig2.Mutation.refused;
import static tutti.musig2.Mutation.refusedTweak;
import static tutti.musig2.Mutation.verdicts;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A session of honest signers, of which one bit is changed: every bit of every contribution, one
 * after the other. Both engines refuse each of them and blame the same, who is the right one.
 */
class BitMutationTest {
  @Test
  void honestContributionsAreAccepted() {
    assertThat(verdicts(HONEST)).hasSize(1);
    assertThat(verdicts(HONEST).get(0).signed()).isTrue();
    assertThat(verdicts(HONEST).get(0).culprits()).isEmpty();
  }

  @Test
  void aChangedKeyIsRefusedOrMakesAllSignaturesWrong() {
    assertAll(
        everyBitOfEach(PublicKey.SIZE)
            .map(
                at ->
                    new Mutation(
                        "key " + at,
                        HONEST.withKey(
                            at.signer(), at.flip(HONEST.keys().get(at.signer()).bytes())),
                        refused(PUBKEY, at.signer()).or(blamed(ALL)))));
  }

  @Test
  void aChangedNonceIsRefusedOrMakesAllSignaturesWrong() {
    assertAll(
        everyBitOfEach(PublicNonce.SIZE)
            .map(
                at ->
                    new Mutation(
                        "nonce " + at,
                        HONEST.withNonce(
                            at.signer(), at.flip(HONEST.nonces().get(at.signer()).bytes())),
                        refused(PUBNONCE, at.signer()).or(blamed(ALL)))));
  }

  /** As above, but the sum is known: nobody else suffers. */
  @Test
  void aNonceThatIsNotTheOneInTheSumIsBlamedOnItsSigner() {
    Contributions told = HONEST.withAggregateNonce(SUM);
    assertAll(
        everyBitOfEach(PublicNonce.SIZE)
            .map(
                at ->
                    new Mutation(
                        "claimed nonce " + at,
                        told.withNonce(
                            at.signer(), at.flip(told.nonces().get(at.signer()).bytes())),
                        verdict ->
                            verdict.culprits().equals(List.of(at.signer())) && verdict.signed())));
  }

  @Test
  void aChangedSumOfNoncesIsRefusedOrMakesAllSignaturesWrong() {
    assertAll(
        everyBit(AggregateNonce.SIZE)
            .map(
                at ->
                    new Mutation(
                        "sum of nonces " + at,
                        HONEST.withAggregateNonce(new AggregateNonce(at.flip(SUM.bytes()))),
                        refused(AGGNONCE, -1).or(blamed(ALL)))));
  }

  @Test
  void aChangedTweakIsRefusedOrMakesAllSignaturesWrong() {
    assertAll(
        everyBitOfEach(Tweak.SIZE)
            .map(
                at ->
                    new Mutation(
                        "tweak " + at,
                        HONEST.withTweak(
                            at.signer(), at.flip(HONEST.tweaks().get(at.signer()).bytes())),
                        refusedTweak(at.signer()).or(blamed(ALL)))));
  }

  @Test
  void aChangedMessageMakesAllSignaturesWrong() {
    assertAll(
        everyBit(32)
            .map(
                at ->
                    new Mutation(
                        "message " + at,
                        HONEST.withMessage(at.flip(HONEST.message())),
                        blamed(ALL))));
  }

  @Test
  void aChangedPartialSignatureIsBlamedOnItsSigner() {
    assertAll(
        everyBitOfEach(PartialSignature.SIZE)
            .map(
                at ->
                    new Mutation(
                        "partial signature " + at,
                        HONEST.withPartial(
                            at.signer(), at.flip(HONEST.partials().get(at.signer()).bytes())),
                        blamed(List.of(at.signer())).or(outOfRange(at.signer())))));
  }

  @Test
  void aChangedSignatureIsRefused() {
    Bytes signature =
        Engines.bouncyCastle().aggregatePartials(SIGNING.open(), HONEST.partials()).bytes();
    assertAll(
        everyBit(Signature.SIZE)
            .map(
                at ->
                    new Mutation(
                        "signature " + at,
                        HONEST.withSignature(at.flip(signature)),
                        verdict -> !verdict.signed() && verdict.culprits().isEmpty())));
  }

  @Test
  void aSignatureIsRefusedUnderAChangedKey() {
    Signature signature =
        Engines.bouncyCastle().aggregatePartials(SIGNING.open(), HONEST.partials());
    Bytes key = SIGNING.keys.xOnlyPublicKey().bytes();

    assertThat(
            everyBit(XOnlyPublicKey.SIZE)
                .map(at -> new XOnlyPublicKey(at.flip(key)))
                .filter(
                    other ->
                        TestedEngine.available().stream()
                            .anyMatch(
                                tested ->
                                    tested
                                        .engine()
                                        .verifySchnorr(other, SIGNING.message, signature))))
        .isEmpty();
  }

  private static Stream<Bit> everyBit(int bytes) {
    return IntStream.range(0, bytes * Byte.SIZE).mapToObj(bit -> new Bit(0, bit));
  }

  private static Stream<Bit> everyBitOfEach(int bytes) {
    return IntStream.range(0, SIGNERS)
        .boxed()
        .flatMap(signer -> everyBit(bytes).map(at -> new Bit(signer, at.bit())));
  }

  /** One bit of what a signer contributes. */
  private record Bit(int signer, int bit) {
    Bytes flip(Bytes bytes) {
      return TestSession.flip(bytes, bit);
    }
  }
}
