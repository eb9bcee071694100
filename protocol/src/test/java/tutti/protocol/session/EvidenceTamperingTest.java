package tutti.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Engines;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionId;
import tutti.protocol.example.EvidenceExamples;
import tutti.protocol.example.Signer;
import tutti.protocol.example.Story;

/** Evidence that was tampered with, in whatever part, proves nothing. */
class EvidenceTamperingTest {
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
  void doesNotHoldAgainstAnotherSigner(Evidence proof) {
    for (int other = 0; other < 4; other++) {
      if (other != INDEX) {
        assertThat(check.flaw(accusing(proof, other))).isPresent();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void doesNotHoldForAnotherAttemptOrSession(Evidence proof) {
    assertThat(check.flaw(about(proof, STORY.sessionId, 2)))
        .contains("the session id does not follow from the request");
    assertThat(check.flaw(about(proof, STORY.retried(), 2)))
        .contains("a statement is about something else");
    assertThat(check.flaw(about(proof, SessionId.fromHex("00".repeat(32)), 1))).isPresent();
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void doesNotHoldForAnotherRequest(Evidence proof) {
    ObjectNode body = STORY.announcement.body().deepCopy().put("purpose", "something else");
    Envelope another = Signer.ALICE.say("request.announce", 1, body);

    assertThat(check.flaw(in(proof, another)))
        .contains("the session id does not follow from the request");
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void doesNotHoldForARequestThatItsCreatorDidNotSign(Evidence proof) {
    Envelope said = STORY.announcement;
    Envelope byBob = Signer.BOB.say(said.type(), 1, said.body());
    Envelope forged =
        new Envelope(said.type(), said.signer(), 2, said.sentAt(), said.body(), said.signature());

    assertThat(check.flaw(in(proof, byBob))).contains("the request is not signed by its creator");
    assertThat(check.flaw(in(proof, forged))).contains("the request is not signed by its creator");
    assertThat(check.flaw(in(proof, STORY.joins.get(0)))).isPresent();
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void doesNotHoldOnStatementsThatTheAccusedDidNotSign(Evidence proof) {
    List<Envelope> byBob =
        proof.statements().stream()
            .map(said -> Signer.BOB.say(said.type(), said.sequence(), said.body()))
            .toList();
    List<Envelope> forged =
        proof.statements().stream()
            .map(
                said ->
                    new Envelope(
                        said.type(),
                        said.signer(),
                        said.sequence() + 1,
                        said.sentAt(),
                        said.body(),
                        said.signature()))
            .toList();

    assertThat(check.flaw(saying(proof, byBob)))
        .contains("a statement is not signed by the accused");
    assertThat(check.flaw(saying(proof, forged)))
        .contains("a statement is not signed by the accused");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void statementsProveOnlyTheFaultThatTheyShow(ErrorCode code) {
    proofs()
        .filter(proof -> proof.code() != code)
        .forEach(
            proof ->
                assertThat(check.flaw(CAROL.evidence(code, proof.statements(), proof.pubnonces())))
                    .isPresent());
  }

  private static Evidence accusing(Evidence proof, int signer) {
    return new Evidence(
        proof.sessionId(),
        1,
        proof.code(),
        signer,
        proof.request(),
        proof.statements(),
        proof.pubnonces());
  }

  private static Evidence about(Evidence proof, SessionId session, int attempt) {
    return new Evidence(
        session,
        attempt,
        proof.code(),
        proof.signerIndex(),
        proof.request(),
        proof.statements(),
        proof.pubnonces());
  }

  private static Evidence in(Evidence proof, Envelope request) {
    return new Evidence(
        proof.sessionId(),
        1,
        proof.code(),
        proof.signerIndex(),
        request,
        proof.statements(),
        proof.pubnonces());
  }

  private static Evidence saying(Evidence proof, List<Envelope> statements) {
    return CAROL.evidence(proof.code(), statements, proof.pubnonces());
  }
}
