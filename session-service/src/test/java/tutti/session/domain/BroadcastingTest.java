package tutti.session.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.session.domain.Refusals.refusalOf;
import static tutti.session.domain.Signers.NOW;
import static tutti.session.domain.Signers.after;
import static tutti.session.domain.Signers.outcome;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tutti.protocol.ElectionMethod;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.Event;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.BroadcastView;
import tutti.protocol.session.SessionReply;

class BroadcastingTest {
  private final Signers signers = Signers.of(3);
  private final Session complete = signers.complete();

  @Test
  void asksTheElectedCoordinatorAfterTheSignatureIsThere() {
    Outcome outcome =
        outcome(signers.signed(), new Command.SignaturesAggregated(signers.signatures(), NOW));

    assertThat(outcome.publish())
        .extracting(Event::type)
        .containsExactly("session.complete", "session.should-broadcast");
    assertThat(broadcast(complete).coordinator()).isZero();
    assertThat(broadcast(complete).state()).isEqualTo(BroadcastState.AWAITING_BROADCAST);
  }

  @Test
  void takesTheCoordinatorsConfirmationOnce() {
    Session confirmed = after(complete, signers.confirm(complete, 0, 4));

    assertThat(broadcast(confirmed).state()).isEqualTo(BroadcastState.BROADCAST_CONFIRMED);
    assertThat(broadcast(confirmed).reference()).isEqualTo("txid");
    assertThat(
            outcome(confirmed, signers.confirm(complete, 0, 5))
                .answer(SessionReply.class)
                .repeated())
        .isTrue();
  }

  @Test
  void refusesTheConfirmationOfAnyoneElse() {
    assertThat(refusalOf(() -> outcome(complete, signers.confirm(complete, 1, 4))).code())
        .isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void refusesAConfirmationBeforeThereIsASignature() {
    Session signed = signers.signed();

    assertThat(refusalOf(() -> outcome(signed, signers.confirm(signed, 0, 4))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void refusesAConfirmationWhereNobodyWasAsked() {
    Signers silent = Signers.withoutBroadcast(2);
    Session session = silent.complete();

    assertThat(refusalOf(() -> outcome(session, silent.confirm(session, 0, 4))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void asksTheNextOneWhenTheCoordinatorReportsAFailure() {
    Outcome outcome = outcome(complete, signers.report(complete, 0, 4));
    Session next = after(complete, signers.report(complete, 0, 4));

    assertThat(outcome.publish())
        .extracting(Event::type)
        .containsExactly("session.coordinator-failed", "session.should-broadcast");
    assertThat(broadcast(next).coordinator()).isEqualTo(1);
    assertThat(broadcast(next).failed()).containsExactly(0);
    assertThat(outcome(next, signers.report(complete, 0, 5)).answer(SessionReply.class).repeated())
        .isTrue();
  }

  @Test
  void goesThroughThePriorityListOnceAndThenSaysThatItIsExhausted() {
    Session current = complete;
    for (int turn = 0; turn < 3; turn++) {
      current =
          after(current, new Command.Tick(Objects.requireNonNull(broadcast(current).deadline())));
    }

    assertThat(broadcast(current).state()).isEqualTo(BroadcastState.FAILOVER_EXHAUSTED);
    assertThat(broadcast(current).failed()).containsExactly(0, 1, 2);
    assertThat(current.outbox().events())
        .extracting(Event::type)
        .endsWith("session.coordinator-failed", "session.failover-exhausted");
  }

  @Test
  void refusesAConfirmationThatComesWhenNobodyIsLeft() {
    Session exhausted = after(complete, signers.report(complete, 0, 4));
    exhausted = after(exhausted, signers.report(exhausted, 1, 4));
    Session over = after(exhausted, signers.report(exhausted, 2, 4));

    assertThat(refusalOf(() -> after(over, signers.confirm(over, 2, 5))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void hasNoSuccessorWhereFailoverIsOff() {
    Signers alone =
        Signers.of(
            3, 1, new RequestOptions(null, null, null, null, ElectionMethod.CREATOR, null, null));
    Session session = alone.complete();

    Session exhausted = after(session, alone.report(session, 0, 4));

    assertThat(broadcast(exhausted).state()).isEqualTo(BroadcastState.FAILOVER_EXHAUSTED);
  }

  @Test
  void keepsTheSessionUntilTheBroadcastIsOver() {
    long deadline = Objects.requireNonNull(broadcast(complete).deadline());

    assertThat(complete.dueAt()).isLessThanOrEqualTo(deadline);
    assertThat(new SessionMachine().apply(complete, new Command.Tick(deadline - 1)).document())
        .isNotNull();
    Session confirmed = after(complete, signers.confirm(complete, 0, 4));
    assertThat(new SessionMachine().apply(confirmed, new Command.Tick(NOW + 60_000)).document())
        .isNull();
  }

  @Test
  void electsOverTheSortedKeysWhateverTheOrderGiven() {
    assertThat(complete.charter().election().priorityList()).isEqualTo(List.of(0, 1, 2));
  }

  private static BroadcastView broadcast(Session session) {
    return Objects.requireNonNull(Reading.status(session).broadcast());
  }
}
