package tutti.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

class TurnsTest {
  private final Turns turns = new Turns(3, 2);

  @Test
  void letsOneAddressNotTakeTheTurnsOfAll() {
    Promise<String> first = wait("a");
    wait("a");

    refuses(ErrorCode.RATE_LIMITED, () -> wait("a"));
    wait("b");
    refuses(ErrorCode.OVERLOADED, () -> wait("c"));

    first.complete("done");
    wait("a");
    refuses(ErrorCode.RATE_LIMITED, () -> wait("a"));
  }

  @Test
  void givesTheTurnBackWhateverComesOfIt() {
    for (int i = 0; i < 10; i++) {
      wait("a").fail("failed");
      assertThatThrownBy(
              () ->
                  turns.take(
                      "a",
                      () -> {
                        throw new IllegalStateException("at once");
                      }))
          .hasMessage("at once");
    }
    assertThat(turns.take("a", () -> Future.succeededFuture(7)).result()).isEqualTo(7);
  }

  private Promise<String> wait(String who) {
    Promise<String> work = Promise.promise();
    turns.take(who, work::future);
    return work;
  }

  private static void refuses(ErrorCode code, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.retryAfter()).isPositive();
            });
  }
}
