package tutti.session.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.session.domain.Refusals.refusalOf;
import static tutti.session.domain.Signers.NOW;
import static tutti.session.domain.Signers.after;
import static tutti.session.domain.Signers.outcome;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionExpired;
import tutti.protocol.event.SessionRetried;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.session.SessionPhase;

class RecoveringTest {
  private static final SessionMachine MACHINE = new SessionMachine();
  private static final long LATER = NOW + 10_000;

  private final Signers signers = Signers.of(3);
  private final Session opened = signers.opened();

  @Test
  void writesHowASessionWasOpenedAndNothingOfItsRounds() {
    assertThat(MACHINE.isLasting(null, opened)).isTrue();

    Session before = opened;
    for (Session after : List.of(signers.committed(), signers.revealed(), signers.signed())) {
      assertThat(MACHINE.isLasting(before, after)).isFalse();
      before = after;
    }
  }

  @Test
  void writesNoSingleContribution() {
    Session one = after(opened, signers.commit(opened, 0, 1));

    assertThat(MACHINE.isLasting(opened, one)).isFalse();
    assertThat(MACHINE.isLasting(one, after(one, new Command.Published(0, 1)))).isFalse();
    assertThat(MACHINE.isLasting(one, after(one, new Command.Unreachable(List.of(2), NOW))))
        .isFalse();
  }

  @Test
  void writesEveryEndAndEveryOutcomeOfTheBroadcast() {
    Session signed = signers.signed();
    Session complete = signers.complete();
    Session confirmed = after(complete, signers.confirm(complete, 0, 4));

    assertThat(MACHINE.isLasting(signed, complete)).isTrue();
    assertThat(MACHINE.isLasting(complete, confirmed)).isTrue();
    assertThat(MACHINE.isLasting(complete, after(complete, signers.report(complete, 0, 4))))
        .isTrue();
    assertThat(MACHINE.isLasting(opened, after(opened, signers.abort(opened, 0, 1)))).isTrue();
    assertThat(MACHINE.isLasting(opened, after(opened, new Command.Tick(NOW + 900_000)))).isTrue();
  }

  @Test
  void writesAFaultWithWhatProvesIt() {
    Session signed = signers.signed();
    Session failed = after(signed, new Command.SignerBlamed(1, NOW));

    assertThat(MACHINE.isLasting(signed, failed)).isTrue();
    Session stored = stored(failed);
    assertThat(Reading.evidence(MACHINE.recovered(stored, LATER)))
        .isEqualTo(Reading.evidence(failed));
  }

  @Test
  void doesNotWriteWhoHasClosedIt() {
    Session complete = signers.complete();

    assertThat(MACHINE.isLasting(complete, after(complete, signers.close(complete, 0, 4))))
        .isFalse();
  }

  @Test
  void writesThatANewAttemptIsAskedForAndThatItWasOpened() {
    Session aborted = after(opened, signers.abort(opened, 0, 1));
    Session retried = after(aborted, signers.retry(aborted, 1, 1, 2));

    assertThat(MACHINE.isLasting(aborted, retried)).isTrue();
    assertThat(MACHINE.isLasting(retried, after(retried, new Command.WorkDone(Work.OPEN_NEXT))))
        .isTrue();
  }

  @Test
  void endsWhatRanAndRetriesItByItself() {
    Session recovered = MACHINE.recovered(stored(opened), LATER);

    assertThat(recovered.phase()).isEqualTo(SessionPhase.EXPIRED);
    assertThat(Reading.status(recovered).failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(recovered.dueAt()).isLessThanOrEqualTo(LATER);
    Outcome due = outcome(recovered, new Command.Tick(LATER));
    assertThat(due.work()).containsExactly(Work.OPEN_NEXT);
    NextSession next = Reading.nextSession(recovered);
    Session second = MACHINE.apply(null, next.open(LATER)).document();
    assertThat(second.charter().attempt()).isEqualTo(2);
    assertThat(second.charter().previous()).isEqualTo(opened.charter().sessionId());
    assertThat(Reading.status(recovered).nextSessionId()).isEqualTo(second.charter().sessionId());
    assertThat(MACHINE.isLasting(stored(opened), recovered)).isTrue();
  }

  @Test
  void leadsToTheSameAttemptHoweverOftenItIsRecovered() {
    Session once = MACHINE.recovered(stored(opened), LATER);
    Session again = MACHINE.recovered(stored(opened), LATER + 5_000);

    assertThat(Reading.nextSession(once).sessionId())
        .isEqualTo(Reading.nextSession(again).sessionId());
    assertThat(MACHINE.recovered(stored(once), LATER + 5_000).charter().attempt()).isEqualTo(1);
  }

  @Test
  void numbersItsEventsAboveAllThatAnyoneMayHaveHeard() {
    Session heard = signers.signed();
    for (int round = 0; round < 3; round++) {
      heard = after(heard, new Command.Unreachable(List.of(0, 1, 2), NOW));
    }

    Session recovered = MACHINE.recovered(stored(opened), LATER);

    List<Event> news = Reading.events(recovered, heard.outbox().last()).events();
    assertThat(news).extracting(Event::type).containsExactly("session.expired", "session.retried");
    assertThat(Reading.events(recovered, 0).events()).hasSize(3);
    assertThat(Reading.events(recovered, 0).last()).isEqualTo(news.get(1).number());
    assertThat(Wire.read(news.get(0).data(), SessionExpired.class).missing()).isEmpty();
    assertThat(Wire.read(news.get(1).data(), SessionRetried.class).retriedBy()).isNull();
  }

  @Test
  void publishesAgainWhatItTellsAndThenNoMore() {
    Session recovered = MACHINE.recovered(stored(opened), LATER);

    Outcome due = outcome(recovered, new Command.Tick(LATER));
    long last = due.publish().get(due.publish().size() - 1).number();
    Session told = after(recovered, new Command.Published(0, last));

    assertThat(due.publish()).hasSize(3);
    assertThat(told.outbox().unpublished()).isEmpty();
  }

  @Test
  void takesNothingForARoundThatIsLost() {
    Session recovered = MACHINE.recovered(stored(opened), LATER);

    assertThat(refusalOf(() -> outcome(recovered, signers.commit(opened, 0, 1))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void retriesNothingBeyondTheAttemptsThatAreAllowed(int maxAttempts) {
    var once = new RequestOptions(null, null, null, null, null, null, maxAttempts);
    Session session = Signers.of(2, 1, once).opened();

    Session recovered = MACHINE.recovered(stored(session), LATER);

    assertThat(recovered.phase()).isEqualTo(SessionPhase.EXPIRED);
    assertThat(recovered.ending().next() == null).isEqualTo(maxAttempts == 1);
  }

  @Test
  void retriesNothingWhoseRequestHasExpired() {
    Session recovered = MACHINE.recovered(stored(opened), signers.request.expiresAt());

    assertThat(recovered.ending().next()).isNull();
    assertThat(recovered.chores().pending()).isEmpty();
  }

  @Test
  void recordsAnOutcomeAgainOnlyWhileThatCountsOnce() {
    Session complete = stored(signers.complete());

    assertThat(MACHINE.recovered(complete, NOW + Recovering.RECORDING_MILLIS).chores().pending())
        .contains(Work.RECORD_OUTCOME);
    assertThat(
            MACHINE.recovered(complete, NOW + Recovering.RECORDING_MILLIS + 1).chores().pending())
        .isEmpty();
  }

  @Test
  void remembersAnOutcomeThatCouldNotBeRecordedForLong() {
    Session complete = signers.complete();
    int writes = 0;
    for (Session before = complete; before.choresDueAt() < NOW + 200_000; before = complete) {
      complete = after(before, new Command.Tick(before.choresDueAt()));
      writes += MACHINE.isLasting(before, complete) ? 1 : 0;
    }

    assertThat(writes).isEqualTo(1);
    assertThat(MACHINE.recovered(stored(complete), NOW + 600_000).chores().pending())
        .contains(Work.RECORD_OUTCOME);
    Session recorded = after(complete, new Command.WorkDone(Work.RECORD_OUTCOME));
    assertThat(MACHINE.isLasting(complete, recorded)).isTrue();
  }

  @Test
  void leavesAnEndAsItIs() {
    Session aborted = stored(after(opened, signers.abort(opened, 0, 1)));

    assertThat(MACHINE.recovered(aborted, LATER)).isSameAs(aborted);
  }

  /** As it comes back from the store. */
  private static Session stored(Session session) {
    return Wire.readLenient(Wire.write(session), Session.class);
  }
}
