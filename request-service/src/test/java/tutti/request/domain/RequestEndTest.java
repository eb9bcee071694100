package tutti.request.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.request.domain.Said.BOB;
import static tutti.request.domain.Said.join;

import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.request.RequestState;
import tutti.request.domain.RequestCommand.End;

/** An operator ends a request before its time. */
class RequestEndTest extends AnnouncedRequest {
  @Test
  void letsItExpireEarly() {
    var outcome = take(new End(LATER, "a test gone wrong"));

    assertThat(reply(outcome).state()).isEqualTo(RequestState.EXPIRED);
    assertThat(outcome.outgoing().get(0).event().type()).isEqualTo("request.expired");
    assertThat(reply(takeWithoutChange(new End(LATER, null))).repeated()).isTrue();
    assertThat(refusalOf(join(request, 1, BOB, LATER)).code()).isEqualTo(ErrorCode.EXPIRED);
  }

  @Test
  void leavesASessionToItsSigners() {
    makeReady();

    assertThat(refusalOf(new End(LATER, null)).code()).isEqualTo(ErrorCode.WRONG_PHASE);
  }
}
