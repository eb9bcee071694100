package tutti.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.agent.session.Outcome;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;

class TallyTest {
  private final SignedPair pair = new SignedPair();
  private final List<PublicKey> signers = pair.request.orderedKeys();
  private final Signing signing = new Signing(pair.requestId, pair.request);

  @Test
  void excusesASessionWhoseSignerWasEnded() {
    signing.mayLoseNonceOf(signers.get(1));

    endForAll(ErrorCode.NONCE_LOST, 1);

    Tally tally = Tally.of(List.of(signing));
    assertThat(tally.interrupted()).isOne();
    assertThat(tally.failed()).isEmpty();
    assertThat(signing.isFailed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 0, NONCE_LOST", "1, 1, TIMEOUT"})
  void excusesNobodyElse(int ended, int abortedBy, ErrorCode code) {
    signing.mayLoseNonceOf(signers.get(ended));

    endForAll(code, abortedBy);

    assertThat(signing.isFailed()).isTrue();
    assertThat(Tally.of(List.of(signing)).failed()).containsOnlyKeys("ABORTED " + code);
  }

  @Test
  void excusesNobodyWhoRan() {
    endForAll(ErrorCode.NONCE_LOST, 1);

    assertThat(Tally.of(List.of(signing)).failed()).containsOnlyKeys("ABORTED NONCE_LOST");
  }

  @Test
  void excusesNobodyWhoEndedAfterwards() {
    endForAll(ErrorCode.NONCE_LOST, 1);

    signing.mayLoseNonceOf(signers.get(1));

    assertThat(signing.isFailed()).isTrue();
  }

  private void endForAll(ErrorCode code, int abortedBy) {
    var failure = new SessionFailure(code, "told", null, abortedBy, null);
    signers.forEach(
        signer -> signing.ended(signer, new Outcome.NotSigned(SessionPhase.ABORTED, failure)));
  }
}
