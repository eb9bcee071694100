package tutti.session.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tutti.session.domain.Refusals.refusalOf;
import static tutti.session.domain.Signers.NOW;
import static tutti.session.domain.Signers.after;
import static tutti.session.domain.Signers.bytes;
import static tutti.session.domain.Signers.envelope;
import static tutti.session.domain.Signers.outcome;
import static tutti.session.domain.Signers.pubnonce;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;
import tutti.protocol.session.SharePartialSignature;

class ContributingTest {
  private final Signers signers = Signers.of(3);
  private final Session opened = signers.opened();

  @Test
  void takesACommitmentAndSaysWhoIsAwaited() {
    Outcome outcome = outcome(opened, signers.commit(opened, 1, 1));

    SessionReply reply = outcome.answer(SessionReply.class);
    assertThat(reply.repeated()).isFalse();
    assertThat(reply.phase()).isEqualTo(SessionPhase.NONCE_COMMITMENT);
    assertThat(reply.awaiting()).containsExactly(0, 2);
    assertThat(outcome.publish()).isEmpty();
  }

  @Test
  void opensTheNonceExchangeWhenAllHaveCommitted() {
    Session two = after(after(opened, signers.commit(opened, 0, 1)), signers.commit(opened, 2, 1));

    Outcome outcome = outcome(two, signers.commit(two, 1, 1));

    assertThat(outcome.publish())
        .extracting(Event::type)
        .containsExactly("session.nonce-commitments-complete");
    assertThat(outcome.recipients()).hasSize(3);
    assertThat(signers.committed().phase()).isEqualTo(SessionPhase.NONCE_EXCHANGE);
  }

  @Test
  void asksForTheAggregateNonceOnceWhenAllNoncesAreIn() {
    Session committed = signers.committed();
    Session two =
        after(after(committed, signers.share(committed, 0, 2)), signers.share(committed, 1, 2));

    Outcome last = outcome(two, signers.share(two, 2, 2));
    Outcome again = outcome(after(two, signers.share(two, 2, 2)), signers.share(two, 2, 2));

    assertThat(last.work()).containsExactly(Work.AGGREGATE_NONCES);
    assertThat(again.work()).isEmpty();
  }

  @Test
  void asksForTheFinalSignatureWhenAllPartialSignaturesAreIn() {
    assertThat(signers.signed().chores().pending()).containsExactly(Work.AGGREGATE_SIGNATURES);
    assertThat(signers.signed().phase()).isEqualTo(SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
  }

  @Test
  void acceptsTheSameContributionAgainInAnyPhase() {
    Session revealed = signers.revealed();

    Outcome outcome = outcome(revealed, signers.commit(opened, 1, 1));

    assertThat(outcome.answer(SessionReply.class).repeated()).isTrue();
    assertThat(after(revealed, signers.commit(opened, 1, 1))).isSameAs(revealed);
  }

  @Test
  void acceptsTheSameContributionSignedAnewWithoutCountingItTwice() {
    Session once = after(opened, signers.commit(opened, 1, 1));

    assertThat(outcome(once, signers.commit(once, 1, 7)).answer(SessionReply.class).repeated())
        .isTrue();
  }

  @Test
  void failsTheSessionAndKeepsBothWordsWhenASignerEquivocates() {
    Session once = after(opened, signers.commit(opened, 1, 1));
    Command.Contribute other = signers.commit(once, 1, 2, List.of(bytes(32, 66)));

    Outcome outcome = outcome(once, other);
    Session failed = after(once, other);

    assertThat(refusalOf(() -> outcome.answer(SessionReply.class)).code())
        .isEqualTo(ErrorCode.EQUIVOCATION);
    assertThat(failed.phase()).isEqualTo(SessionPhase.FAILED);
    assertThat(Reading.evidence(failed).statements()).hasSize(2);
    assertThat(Reading.evidence(failed).signerIndex()).isEqualTo(1);
    assertThat(outcome.publish()).extracting(Event::type).containsExactly("session.failed");
  }

  @Test
  void seesEquivocationEvenUnderAnOldSequenceNumber() {
    Session once = after(opened, signers.commit(opened, 1, 5));

    Session failed = after(once, signers.commit(once, 1, 5, List.of(bytes(32, 66))));

    assertThat(failed.phase()).isEqualTo(SessionPhase.FAILED);
  }

  @Test
  void blamesNobodyForWhatARestartedSignerSaidBefore() {
    Command.Contribute earlier = signers.commit(opened, 1, 1);
    Command.Contribute resumed = signers.resume(opened, 1, List.of(bytes(32, 66)));

    assertThat(refusalOf(() -> outcome(after(opened, earlier), resumed)).code())
        .isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(refusalOf(() -> outcome(after(opened, resumed), earlier)).code())
        .isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void takesTheFirstWordsOfARestartedSigner() {
    Command.Contribute resumed = signers.resume(opened, 1, List.of(bytes(32, 66)));

    assertThat(outcome(opened, resumed).answer(SessionReply.class).awaiting())
        .containsExactly(0, 2);
    assertThat(outcome(after(opened, resumed), resumed).answer(SessionReply.class).repeated())
        .isTrue();
  }

  @Test
  void accusesNobodyWithANonceOfAnotherLife() {
    Signers pair = Signers.of(2);
    Session one = after(pair.opened(), pair.commit(pair.opened(), 0, 1));
    Session committed = after(one, pair.resume(one, 1, List.of(bytes(32, 66))));

    assertThat(refusalOf(() -> outcome(committed, pair.share(committed, 1, 2))).code())
        .isEqualTo(ErrorCode.NONCE_LOST);
  }

  @Test
  void failsTheSessionWhenANonceDoesNotOpenItsCommitment() {
    Session committed = signers.committed();

    Session failed = after(committed, signers.share(committed, 2, 2, List.of(pubnonce(0, 0))));

    assertThat(failed.phase()).isEqualTo(SessionPhase.FAILED);
    assertThat(Reading.evidence(failed).code()).isEqualTo(ErrorCode.COMMITMENT_MISMATCH);
    assertThat(Reading.evidence(failed).signerIndex()).isEqualTo(2);
  }

  @Test
  void refusesANonceBeforeAllHaveCommitted() {
    assertThat(refusalOf(() -> outcome(opened, signers.share(opened, 0, 1))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void refusesANewCommitmentInALaterPhase() {
    Session committed = signers.committed();

    var late = signers.commit(opened, 0, 9, List.of(bytes(32, 66)));

    assertThat(refusalOf(() -> outcome(committed, late)).code()).isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void refusesANonceForAnotherSetOfCommitments() {
    Session committed = signers.committed();
    Session other = committed.with(committed.rounds().withSetHash(bytes(32, 1)));

    var refusal = refusalOf(() -> outcome(committed, signers.share(other, 0, 2)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal.field()).isEqualTo("body.commitmentsHash");
  }

  @Test
  void refusesAPartialSignatureForAnotherSetOfNoncesAndBlamesNobody() {
    Session revealed = signers.revealed();
    Session other = revealed.with(revealed.rounds().withSetHash(bytes(32, 1)));

    var refusal = refusalOf(() -> outcome(revealed, signers.sign(other, 0, 3)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal.field()).isEqualTo("body.noncesHash");
  }

  @Test
  void refusesASequenceNumberThatDoesNotRise() {
    Session committed = new OneOf(signers).committedWithSequence(5);

    assertThat(refusalOf(() -> outcome(committed, signers.share(committed, 0, 5))).code())
        .isEqualTo(ErrorCode.REPLAY);
  }

  @Test
  void refusesASequenceNumberThatJumpsTooFar() {
    assertThat(refusalOf(() -> outcome(opened, signers.commit(opened, 0, 101))).code())
        .isEqualTo(ErrorCode.SEQUENCE_GAP);
    assertThat(outcome(opened, signers.commit(opened, 0, 100)).refusal()).isNull();
  }

  @Test
  void refusesWhatWasSignedTooLongAgoUnlessItIsARepetition() {
    var late = new Command.Contribute(signers.commit(opened, 0, 1).envelope(), NOW + 300_001);
    Session once = after(opened, signers.commit(opened, 0, 1));

    assertThat(refusalOf(() -> outcome(opened, late)).code()).isEqualTo(ErrorCode.CLOCK_SKEW);
    assertThat(outcome(once, late).answer(SessionReply.class).repeated()).isTrue();
  }

  @Test
  void refusesAnIndexThatIsNotTheSignersOwn() {
    Envelope honest = signers.commit(opened, 1, 1).envelope();
    Envelope stolen =
        new Envelope(
            honest.type(),
            Signers.key(2),
            honest.sequence(),
            honest.sentAt(),
            honest.body(),
            honest.signature());

    assertThat(refusalOf(() -> outcome(opened, new Command.Contribute(stolen, NOW))).code())
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
  }

  @Test
  void refusesAnIndexThatDoesNotExist() {
    assertThat(refusalOf(() -> outcome(opened, signers.commit(opened, 3, 1))).code())
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
  }

  @Test
  void refusesAnotherAttemptOrAnotherNumberOfItems() {
    var id = opened.charter().sessionId();
    var otherAttempt = new CommitNonce(id, 2, 0, List.of(bytes(32, 1)));
    var tooMany = new CommitNonce(id, 1, 0, List.of(bytes(32, 1), bytes(32, 2)));

    assertThat(refusalOf(() -> outcome(opened, commit(otherAttempt))).field())
        .isEqualTo("body.attempt");
    assertThat(refusalOf(() -> outcome(opened, commit(tooMany))).field())
        .isEqualTo("body.commitments");
  }

  @Test
  void refusesAnythingAboutAnotherSession() {
    var elsewhere =
        new CommitNonce(new tutti.protocol.SessionId(bytes(32, 5)), 1, 0, List.of(bytes(32, 1)));

    assertThat(refusalOf(() -> outcome(opened, commit(elsewhere))).field())
        .isEqualTo("body.sessionId");
  }

  @Test
  void skipsTheCommitmentRoundWhereTheRequestSaysSo() {
    Signers quick = Signers.withoutCommitments(2);
    Session session = quick.opened();

    assertThat(session.phase()).isEqualTo(SessionPhase.NONCE_EXCHANGE);
    Session one = after(session, quick.share(session, 0, 1));
    assertThat(outcome(one, quick.share(one, 1, 1)).work()).containsExactly(Work.AGGREGATE_NONCES);
    assertThat(refusalOf(() -> outcome(session, quick.commit(session, 0, 1))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void hasOutcomesThatTravelBetweenMembers() {
    for (Outcome outcome :
        List.of(
            outcome(opened, signers.commit(opened, 1, 1)),
            outcome(opened, new Command.Read(View.STATUS)),
            outcome(signers.signed(), new Command.SignerBlamed(1, NOW)))) {
      Outcome read = Wire.read(Wire.write(outcome), Outcome.class);

      assertThat(new String(Wire.write(read), UTF_8))
          .isEqualTo(new String(Wire.write(outcome), UTF_8));
    }
  }

  @Test
  void writesAndReadsItselfAsJsonInEveryPhase() {
    for (Session session :
        List.of(opened, signers.committed(), signers.revealed(), signers.complete())) {
      Session read = Wire.read(Wire.write(session), Session.class);

      assertThat(Wire.tree(read)).isEqualTo(Wire.tree(session));
    }
  }

  @Test
  void acceptsAPartialSignatureOnlyOfTheRightShape() {
    Session revealed = signers.revealed();
    var id = revealed.charter().sessionId();
    var two =
        new SharePartialSignature(
            id,
            1,
            0,
            List.of(
                new tutti.musig2.PartialSignature(bytes(32, 1)),
                new tutti.musig2.PartialSignature(bytes(32, 1))),
            bytes(32, 1));
    var command =
        new Command.Contribute(envelope("session.share-partial-signature", 0, 3, two), NOW);

    assertThat(refusalOf(() -> outcome(revealed, command)).field()).isEqualTo("body.partialSigs");
  }

  private static Command.Contribute commit(CommitNonce body) {
    return new Command.Contribute(
        envelope("session.commit-nonce", body.signerIndex(), 1, body), NOW);
  }

  private record OneOf(Signers signers) {
    Session committedWithSequence(long sequence) {
      Session session = signers.opened();
      for (int signer = 0; signer < signers.size; signer++) {
        session = after(session, signers.commit(session, signer, sequence));
      }
      return session;
    }
  }
}
