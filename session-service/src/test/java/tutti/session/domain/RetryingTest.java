package tutti.session.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.session.domain.Refusals.refusalOf;
import static tutti.session.domain.Signers.NOW;
import static tutti.session.domain.Signers.after;
import static tutti.session.domain.Signers.outcome;

import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionReply;

class RetryingTest {
  private final Signers signers = Signers.of(2);
  private final Session opened = signers.opened();
  private final Session aborted = after(opened, signers.abort(opened, 0, 1));

  @Test
  void asksForTheNextSessionAndNamesIt() {
    Outcome outcome = outcome(aborted, signers.retry(aborted, 1, 1, 2));
    Session retried = after(aborted, signers.retry(aborted, 1, 1, 2));

    NextSession next = Reading.nextSession(retried);
    Session second = Signers.after(second(next), new Command.Published(0, 1));
    assertThat(outcome.work()).containsExactly(Work.OPEN_NEXT);
    assertThat(outcome.answer(SessionReply.class).sessionId()).isEqualTo(next.sessionId());
    assertThat(second.charter().sessionId()).isEqualTo(next.sessionId());
    assertThat(second.charter().attempt()).isEqualTo(2);
    assertThat(second.charter().previous()).isEqualTo(opened.charter().sessionId());
    assertThat(second.phase()).isEqualTo(SessionPhase.NONCE_COMMITMENT);
  }

  @Test
  void leadsToOneSessionHoweverManyAskForIt() {
    Session retried = after(aborted, signers.retry(aborted, 1, 1, 2));

    Outcome again = outcome(retried, signers.retry(aborted, 0, 2, 2));

    assertThat(again.answer(SessionReply.class).repeated()).isTrue();
    assertThat(again.work()).isEmpty();
  }

  @Test
  void refusesToRetryWhatRunsOrIsComplete() {
    assertThat(refusalOf(() -> outcome(opened, signers.retry(opened, 0, 1, 2))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
    Session complete = signers.complete();
    assertThat(refusalOf(() -> outcome(complete, signers.retry(complete, 0, 9, 2))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void refusesAnAttemptThatIsNotTheNext() {
    assertThat(refusalOf(() -> outcome(aborted, signers.retry(aborted, 1, 1, 3))).field())
        .isEqualTo("body.attempt");
  }

  @Test
  void refusesMoreAttemptsThanTheRequestAllows() {
    Session third = aborted;
    for (int attempt = 2; attempt <= 3; attempt++) {
      Session retried = after(third, signers.retry(third, 1, 1, attempt));
      Session next = second(Reading.nextSession(retried));
      third = after(next, signers.abort(next, 0, 1));
    }
    Session last = third;

    assertThat(refusalOf(() -> outcome(last, signers.retry(last, 1, 1, 4))).code())
        .isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void refusesToRetryAfterTheRequestHasExpired() {
    var late =
        new Command.Retry(signers.retry(aborted, 1, 1, 2).envelope(), signers.request.expiresAt());

    assertThat(refusalOf(() -> outcome(aborted, late)).code()).isEqualTo(ErrorCode.EXPIRED);
  }

  private static Session second(NextSession next) {
    Session session = new SessionMachine().apply(null, next.open(NOW)).document();
    assertThat(session).isNotNull();
    return session;
  }
}
