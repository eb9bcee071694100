package tutti.session.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.session.domain.Refusals.refusalOf;
import static tutti.session.domain.Signers.NOW;
import static tutti.session.domain.Signers.after;
import static tutti.session.domain.Signers.bytes;
import static tutti.session.domain.Signers.outcome;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.event.Event;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;

class EndingTest {
  private final Signers signers = Signers.withoutBroadcast(3);

  @Test
  void completesWithOneSignaturePerItemAndHasTheOutcomeRecorded() {
    Session signed = signers.signed();

    Outcome outcome = outcome(signed, new Command.SignaturesAggregated(signers.signatures(), NOW));
    Session complete = signers.complete();

    assertThat(outcome.publish()).extracting(Event::type).containsExactly("session.complete");
    assertThat(outcome.work()).containsExactly(Work.RECORD_OUTCOME);
    assertThat(Reading.status(complete).signatures()).isEqualTo(signers.signatures());
    assertThat(Reading.outcome(complete).completed()).hasSize(3);
  }

  @Test
  void ignoresAResultThatCameTwice() {
    Session complete = signers.complete();

    assertThat(after(complete, new Command.SignaturesAggregated(signers.signatures(), NOW)))
        .isSameAs(complete);
    assertThat(after(complete, new Command.SignerBlamed(1, NOW))).isSameAs(complete);
  }

  @Test
  void ignoresAnAggregateOfOtherNonces() {
    Session committed = signers.committed();
    Session all = committed;
    for (int signer = 0; signer < 3; signer++) {
      all = after(all, signers.share(all, signer, 2));
    }
    var aggregated = signers.aggregated(all);

    Session same =
        after(all, new Command.NoncesAggregated(bytes(32, 1), aggregated.aggnonces(), NOW));

    assertThat(same).isSameAs(all);
    assertThat(after(all, aggregated).phase()).isEqualTo(SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
  }

  @Test
  void namesTheSignerWhosePartialSignatureIsWrong() {
    Session failed = after(signers.signed(), new Command.SignerBlamed(2, NOW));

    assertThat(failed.phase()).isEqualTo(SessionPhase.FAILED);
    assertThat(Reading.status(failed).failure().culprit()).isEqualTo(2);
    assertThat(Reading.evidence(failed).pubnonces()).hasSize(3);
    RecordOutcome outcome = Reading.outcome(failed);
    assertThat(outcome.completed()).isEmpty();
    assertThat(outcome.atFault()).isEqualTo(Signers.key(2));
  }

  @Test
  void hasNoEvidenceAgainstAnyoneWhereNobodyIsAtFault() {
    assertThat(refusalOf(() -> Reading.evidence(signers.complete())).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void abortsForAnyParticipantInAnyRound() {
    for (Session session : List.of(signers.opened(), signers.committed(), signers.revealed())) {
      Outcome outcome = outcome(session, signers.abort(session, 1, 9));
      Session aborted = after(session, signers.abort(session, 1, 9));

      assertThat(outcome.publish()).extracting(Event::type).containsExactly("session.aborted");
      assertThat(aborted.phase()).isEqualTo(SessionPhase.ABORTED);
      assertThat(Reading.status(aborted).failure().abortedBy()).isEqualTo(1);
      assertThat(after(aborted, signers.abort(session, 1, 10))).isSameAs(aborted);
    }
  }

  @Test
  void refusesToAbortACompleteSession() {
    Session complete = signers.complete();

    assertThat(refusalOf(() -> outcome(complete, signers.abort(complete, 1, 9))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void expiresWhenAPhaseRunsPastItsDeadlineAndNamesWhoIsMissing() {
    Session one = after(signers.opened(), signers.commit(signers.opened(), 1, 1));
    long deadline = one.stage().deadline();

    Session waiting = after(one, new Command.Tick(deadline - 1));
    Session expired = after(one, new Command.Tick(deadline));

    assertThat(waiting.phase()).isEqualTo(SessionPhase.NONCE_COMMITMENT);
    assertThat(expired.phase()).isEqualTo(SessionPhase.EXPIRED);
    assertThat(Reading.status(expired).failure().missing()).containsExactly(0, 2);
  }

  @Test
  void doesNotExtendADeadlineForTraffic() {
    Session opened = signers.opened();
    var late = new Command.Contribute(signers.commit(opened, 0, 1).envelope(), NOW + 1_000);

    assertThat(after(opened, late).stage().deadline()).isEqualTo(opened.stage().deadline());
  }

  @Test
  void isRemovedWhenAllHaveClosedItAndNobodyRepeatsItsOpeningAnyMore() {
    Signers longLived = Signers.withLimits(2, limits -> limits.with(Limit.RETENTION, 3_600_000));
    Session complete = longLived.complete();
    complete = after(complete, longLived.confirm(complete, 0, 4));
    Session one = after(complete, longLived.close(complete, 0, 5));
    Session unrecorded = after(one, longLived.close(one, 1, 4));
    Session all = after(unrecorded, new Command.WorkDone(Work.RECORD_OUTCOME));

    var early = new SessionMachine().apply(all, new Command.Tick(NOW + 59_999));
    var late = new SessionMachine().apply(all, new Command.Tick(NOW + 60_000));

    assertThat(early.document()).isNotNull();
    assertThat(late.document()).isNull();
    assertThat(late.result().publish()).extracting(Event::type).containsExactly("session.closed");
    assertThat(outcome(all, longLived.close(all, 1, 5)).answer(SessionReply.class).repeated())
        .isTrue();
    assertThat(new SessionMachine().apply(one, new Command.Tick(NOW + 60_000)).document())
        .isNotNull();
    assertThat(new SessionMachine().apply(unrecorded, new Command.Tick(NOW + 60_000)).document())
        .as("before the signers' records know of it")
        .isNotNull();
    assertThat(new SessionMachine().apply(unrecorded, new Command.Tick(NOW + 3_600_000)).document())
        .isNull();
  }

  @Test
  void carriesOutAnAcceptedRetryBeforeItIsRemoved() {
    Session aborted = after(signers.opened(), signers.abort(signers.opened(), 1, 1));
    Session retried = after(aborted, signers.retry(aborted, 0, 1, 2));

    var late = new SessionMachine().apply(retried, new Command.Tick(NOW + 10_000_000));

    assertThat(late.document()).isNotNull();
    assertThat(late.result().work()).contains(Work.OPEN_NEXT);
  }

  @Test
  void showsPartialSignaturesOnlyOnceThereIsASignature() {
    var query =
        new ContributionsQuery(
            signers.signed().charter().sessionId(), ContributionKind.PARTIAL_SIGNATURES, 0, null);
    var read = new Command.ReadContributions(query, 10);
    Session aborted = after(signers.signed(), signers.abort(signers.signed(), 1, 9));

    for (Session session : List.of(signers.signed(), aborted)) {
      assertThat(refusalOf(() -> outcome(session, read)).code()).isEqualTo(ErrorCode.WRONG_PHASE);
    }
    assertThat(outcome(signers.complete(), read).answer(ContributionsPage.class).contributions())
        .hasSize(3);
  }

  @Test
  void isNotOpenedForSignersWhoHaveNotJoined() {
    var open = signers.open();
    var lacking =
        new Command.Open(
            open.request(), open.joins().subList(1, 2), open.origin(), open.rules(), NOW);

    assertThat(refusalOf(() -> new SessionMachine().apply(null, lacking)).field())
        .isEqualTo("joins");
  }

  @Test
  void isNotClosedWhileItRuns() {
    Session opened = signers.opened();

    assertThat(refusalOf(() -> outcome(opened, signers.close(opened, 0, 1))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void staysForItsRetentionAndNotLonger() {
    Session complete = signers.complete();

    var before = new SessionMachine().apply(complete, new Command.Tick(NOW + 59_999));
    var after = new SessionMachine().apply(complete, new Command.Tick(NOW + 60_000));

    assertThat(before.document()).isNotNull();
    assertThat(after.document()).isNull();
  }

  @Test
  void handsOutAgainWhatWasNotPublishedInTime() {
    Session opened = signers.opened();

    Outcome early = outcome(opened, new Command.Tick(NOW + 1));
    Outcome later = outcome(opened, new Command.Tick(NOW + Outbox.GRACE_MILLIS));
    Session published = after(opened, new Command.Published(0, 1));

    assertThat(early.publish()).isEmpty();
    assertThat(later.publish()).extracting(Event::type).containsExactly("session.ready");
    assertThat(outcome(published, new Command.Tick(NOW + Outbox.GRACE_MILLIS)).publish()).isEmpty();
    assertThat(published.dueAt()).isEqualTo(opened.stage().deadline());
  }

  @Test
  void countsAnEventAsPublishedOnlyWhenThoseBeforeItAre() {
    Session committed = signers.committed();

    Session second = after(committed, new Command.Published(1, 2));
    Session both =
        after(after(committed, new Command.Published(0, 1)), new Command.Published(1, 2));

    assertThat(second.outbox().unpublished()).hasSize(2);
    assertThat(both.outbox().unpublished()).isEmpty();
  }

  @Test
  void handsOutAgainWorkThatWasNotDoneInTime() {
    Session signed = signers.signed();

    Outcome later = outcome(signed, new Command.Tick(NOW + Chores.GRACE_MILLIS));
    Session taken = after(signed, new Command.Tick(NOW + Chores.GRACE_MILLIS));

    assertThat(later.work()).containsExactly(Work.AGGREGATE_SIGNATURES);
    assertThat(taken.choresDueAt())
        .isGreaterThan(NOW + 2 * Chores.GRACE_MILLIS)
        .isLessThanOrEqualTo(NOW + 3 * Chores.GRACE_MILLIS);
  }

  @Test
  void saysOncePerPhaseThatASignerIsUnreachable() {
    Session opened = signers.opened();

    Session told = after(opened, new Command.Unreachable(List.of(1), NOW));

    assertThat(told.outbox().last()).isEqualTo(2);
    assertThat(after(told, new Command.Unreachable(List.of(1), NOW))).isSameAs(told);
  }

  @Test
  void refusesAnythingAboutASessionThatIsNotThere() {
    assertThat(refusalOf(() -> new SessionMachine().apply(null, new Command.Tick(NOW))).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void opensOnceHoweverOftenItIsAsked() {
    Session opened = signers.opened();

    assertThat(after(opened, signers.open())).isSameAs(opened);
    assertThat(outcome(opened, signers.open()).publish()).isEmpty();
  }
}
