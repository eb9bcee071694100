package tutti.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Engines;
import tutti.musig2.PublicNonce;
import tutti.musig2.Suite;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Transcript;
import tutti.protocol.example.EvidenceExamples;
import tutti.protocol.example.Signer;
import tutti.protocol.example.Story;
import tutti.protocol.json.Wire;

/** Carol's fault is proved, and nobody can be accused of what he did not sign. */
class EvidenceCheckTest {
  private static final Story STORY = Story.told();
  private static final EvidenceExamples CAROL = new EvidenceExamples(STORY);
  private static final int INDEX = STORY.index(Signer.CAROL);

  private final EvidenceCheck check = new EvidenceCheck(Engines.bouncyCastle());

  static Stream<Evidence> proofs() {
    return Stream.of(
        CAROL.equivocation(), CAROL.commitmentMismatch(), CAROL.invalidPartialSignature());
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void realEvidenceHolds(Evidence evidence) {
    assertThat(check.flaw(evidence)).isEmpty();
  }

  @Test
  void isJudgedInTheSuiteOfTheRequest() {
    Story lotus = Story.told(Suite.LOTUS);
    var evidence = new EvidenceExamples(lotus);
    int carol = lotus.index(Signer.CAROL);

    assertThat(check.flaw(evidence.invalidPartialSignature())).isEmpty();
    assertThat(
            check.flaw(
                evidence.evidence(
                    ErrorCode.INVALID_PARTIAL_SIGNATURE,
                    List.of(lotus.partialBy(Signer.CAROL)),
                    lotus.pubnonces())))
        .contains("the partial signatures are valid");
    assertThat(lotus.partials.get(carol)).isNotEqualTo(STORY.partials.get(INDEX));
  }

  @Test
  void sayingTheSameTwiceIsNoEquivocation() {
    CommitNonce commitment = STORY.commitments.get(INDEX);
    Envelope again = Signer.CAROL.say(SessionApi.COMMIT_NONCE, 9, commitment);

    assertThat(flaw(ErrorCode.EQUIVOCATION, STORY.commitmentBy(Signer.CAROL), again))
        .contains("the statements do not contradict each other");
  }

  @Test
  void aRestartedSignerContradictsNothing() {
    CommitNonce commitment = STORY.commitments.get(INDEX);
    var other =
        new CommitNonce(
            commitment.sessionId(),
            commitment.attempt(),
            INDEX,
            STORY.commitments.get((INDEX + 1) % STORY.commitments.size()).commitments(),
            true);

    assertThat(
            flaw(
                ErrorCode.EQUIVOCATION,
                STORY.commitmentBy(Signer.CAROL),
                Signer.CAROL.say(SessionApi.COMMIT_NONCE, 9, other)))
        .contains("the statements do not contradict each other");
  }

  @Test
  void sayingDifferentThingsInDifferentRoundsIsNoEquivocation() {
    assertThat(
            flaw(
                ErrorCode.EQUIVOCATION,
                STORY.commitmentBy(Signer.CAROL),
                STORY.nonceBy(Signer.CAROL)))
        .isPresent();
    assertThat(flaw(ErrorCode.EQUIVOCATION, STORY.commitmentBy(Signer.CAROL))).isPresent();
  }

  @Test
  void aNonceThatOpensItsCommitmentIsNoMismatch() {
    assertThat(
            flaw(
                ErrorCode.COMMITMENT_MISMATCH,
                STORY.commitmentBy(Signer.CAROL),
                STORY.nonceBy(Signer.CAROL)))
        .contains("the nonces open their commitments");
    assertThat(
            flaw(
                ErrorCode.COMMITMENT_MISMATCH,
                STORY.nonceBy(Signer.CAROL),
                STORY.commitmentBy(Signer.CAROL)))
        .contains("a commitment and a nonce are needed");
  }

  @Test
  void aNonceOfAnotherLifeOpensNothingAndAccusesNobody() {
    ShareNonce nonce = STORY.nonces.get(INDEX);
    ShareNonce resumed =
        new ShareNonce(
            nonce.sessionId(),
            1,
            INDEX,
            nonce.pubnonces().subList(0, 1),
            nonce.commitmentsHash(),
            true);

    assertThat(
            flaw(
                ErrorCode.COMMITMENT_MISMATCH,
                STORY.commitmentBy(Signer.CAROL),
                Signer.CAROL.say(SessionApi.SHARE_NONCE, 4, resumed)))
        .contains("the statements are of two lives of the signer");
  }

  @Test
  void aMissingNonceIsAMismatch() {
    ShareNonce nonce = STORY.nonces.get(INDEX);
    ShareNonce shorter =
        new ShareNonce(
            nonce.sessionId(), 1, INDEX, nonce.pubnonces().subList(0, 1), nonce.commitmentsHash());

    assertThat(
            flaw(
                ErrorCode.COMMITMENT_MISMATCH,
                STORY.commitmentBy(Signer.CAROL),
                Signer.CAROL.say(SessionApi.SHARE_NONCE, 4, shorter)))
        .isEmpty();
  }

  @Test
  void anotherSignersNonceDoesNotOpenACommitment() {
    assertThat(STORY.commitments.get(0).isOpenedBy(STORY.nonces.get(1))).isFalse();
    assertThat(STORY.commitments.get(0).isOpenedBy(STORY.nonces.get(0))).isTrue();
  }

  @Test
  void aValidPartialSignatureIsNoFault() {
    assertThat(wrongPartial(STORY.partialBy(Signer.CAROL), STORY.pubnonces()))
        .contains("the partial signatures are valid");
  }

  @Test
  void aPartialSignatureIsJudgedOnlyByTheNoncesItsSignerNamed() {
    Envelope wrong = CAROL.invalidPartialSignature().statements().get(0);
    List<List<PublicNonce>> swapped = new ArrayList<>(STORY.pubnonces());
    Collections.swap(swapped, 0, 1);

    String expected = "the nonces are not those that the accused signed for";
    assertThat(wrongPartial(wrong, swapped)).contains(expected);
    assertThat(wrongPartial(wrong, null)).contains(expected);
    assertThat(wrongPartial(wrong, STORY.pubnonces().subList(0, 2))).contains(expected);
    assertThat(
            wrongPartial(
                wrong, STORY.pubnonces().stream().map(list -> list.subList(0, 1)).toList()))
        .contains(expected);
  }

  /** The service showed carol another nonce of bob's: what she signed is valid for what she saw. */
  @Test
  void aLyingServiceCannotFrameAnHonestSigner() {
    List<List<PublicNonce>> shownToOthers = new ArrayList<>(STORY.pubnonces());
    shownToOthers.set(0, STORY.pubnonces().get(1));

    assertThat(wrongPartial(STORY.partialBy(Signer.CAROL), shownToOthers)).isPresent();
    assertThat(wrongPartial(STORY.partialBy(Signer.CAROL), STORY.pubnonces())).isPresent();
  }

  @Test
  void signingForAnotherNumberOfItemsIsAFault() {
    SharePartialSignature right = STORY.partials.get(INDEX);
    Envelope fewer =
        Signer.CAROL.say(
            SessionApi.SHARE_PARTIAL_SIGNATURE,
            5,
            new SharePartialSignature(
                right.sessionId(),
                1,
                INDEX,
                right.partialSigs().subList(0, 1),
                right.noncesHash()));

    assertThat(wrongPartial(fewer, STORY.pubnonces())).isEmpty();
  }

  @Test
  void anotherSignersBrokenNonceIsNotTheAccusedsFault() {
    List<List<PublicNonce>> broken = new ArrayList<>(STORY.pubnonces());
    int other = INDEX == 0 ? 1 : 0;
    broken.set(
        other, List.of(PublicNonce.fromHex("05".repeat(66)), PublicNonce.fromHex("05".repeat(66))));
    SharePartialSignature right = STORY.partials.get(INDEX);
    Envelope signed =
        Signer.CAROL.say(
            SessionApi.SHARE_PARTIAL_SIGNATURE,
            5,
            new SharePartialSignature(
                right.sessionId(),
                1,
                INDEX,
                right.partialSigs(),
                Transcript.noncesHash(STORY.sessionId, broken)));

    assertThat(wrongPartial(signed, broken)).get().asString().startsWith("not well-formed");
  }

  @Test
  void aStatementOfAnotherShapeProvesNothing() {
    ObjectNode body = Wire.tree(STORY.commitments.get(INDEX)).put("surprise", 1);
    Envelope odd = Signer.CAROL.say(SessionApi.COMMIT_NONCE.type(), 3, body);
    Envelope halfCharacter =
        Signer.CAROL.say(
            SessionApi.COMMIT_NONCE.type(), 3, Wire.tree(STORY.commitments.get(INDEX)));
    Envelope unreadable =
        new Envelope(
            halfCharacter.type(),
            halfCharacter.signer(),
            3,
            1,
            halfCharacter.body().deepCopy().put("x", "\ud800"),
            halfCharacter.signature());

    assertThat(flaw(ErrorCode.EQUIVOCATION, STORY.commitmentBy(Signer.CAROL), odd)).isPresent();
    assertThat(flaw(ErrorCode.EQUIVOCATION, STORY.commitmentBy(Signer.CAROL), unreadable))
        .isPresent();
    assertThat(flaw(ErrorCode.EQUIVOCATION, STORY.joins.get(0), STORY.joins.get(0))).isPresent();
  }

  private Optional<String> flaw(ErrorCode code, Envelope... statements) {
    return check.flaw(CAROL.evidence(code, List.of(statements), null));
  }

  private Optional<String> wrongPartial(
      Envelope statement, @Nullable List<List<PublicNonce>> pubnonces) {
    return check.flaw(
        CAROL.evidence(ErrorCode.INVALID_PARTIAL_SIGNATURE, List.of(statement), pubnonces));
  }
}
