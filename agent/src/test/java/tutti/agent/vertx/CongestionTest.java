package tutti.agent.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

class CongestionTest {
  private static final String ADDRESS = "test.ask";
  private static final int MANY = 1_000;

  @Test
  void sendsWhateverIsAnsweredInTime() {
    Congestion congestion = new Congestion(Duration.ofHours(1));

    ask(congestion, ADDRESS).forEach(answer -> answer.complete("in time"));

    assertThat(ask(congestion, ADDRESS)).hasSize(MANY);
  }

  @Test
  void sendsLessWhileAnswersAreLate() {
    Congestion congestion = new Congestion(Duration.ofNanos(1));
    ask(congestion, ADDRESS).forEach(answer -> answer.fail("no answer"));

    int sent = ask(congestion, ADDRESS).size();

    assertThat(sent).isBetween(1, MANY / 2);
    assertThat(congestion.heldBack()).isEqualTo(MANY - sent);
    assertThat(ask(congestion, "test.other")).hasSize(MANY);
  }

  @Test
  void tellsWhoeverIsNotSentWhenToComeAgain() {
    Congestion congestion = new Congestion(Duration.ofNanos(1));
    ask(congestion, ADDRESS).forEach(answer -> answer.fail("no answer"));
    ask(congestion, ADDRESS);

    Future<String> refused = congestion.pass(ADDRESS, () -> Future.succeededFuture("sent"));

    assertThat(refused.cause())
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(refusal.retryAfter()).isPositive();
            });
  }

  /** Asks often; these are sent. */
  private static List<Promise<String>> ask(Congestion congestion, String address) {
    List<Promise<String>> sent = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Promise<String> answer = Promise.promise();
      if (!congestion.pass(address, answer::future).failed()) {
        sent.add(answer);
      }
    }
    return sent;
  }
}
