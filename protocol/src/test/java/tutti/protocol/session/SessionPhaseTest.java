package tutti.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SessionPhaseTest {
  @Test
  void theRoundsHaveNotEnded() {
    assertThat(Arrays.stream(SessionPhase.values()).filter(phase -> !phase.ended()))
        .containsExactly(
            SessionPhase.NONCE_COMMITMENT,
            SessionPhase.NONCE_EXCHANGE,
            SessionPhase.PARTIAL_SIGNATURE_EXCHANGE);
  }

  @Test
  void onlyAnEndWithoutSignatureMayBeTriedAgain() {
    assertThat(Arrays.stream(SessionPhase.values()).filter(SessionPhase::retryable))
        .containsExactly(SessionPhase.FAILED, SessionPhase.ABORTED, SessionPhase.EXPIRED);
  }
}
