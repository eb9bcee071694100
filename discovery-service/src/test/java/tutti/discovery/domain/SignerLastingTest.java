package tutti.discovery.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.discovery.domain.Ads.HOUR;
import static tutti.discovery.domain.Ads.NOW;
import static tutti.discovery.domain.Ads.advertise;
import static tutti.discovery.domain.Ads.spend;
import static tutti.discovery.domain.Ads.withdraw;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.discovery.domain.SignerCommand.Counted;
import tutti.discovery.domain.SignerCommand.Published;
import tutti.discovery.domain.SignerCommand.Tick;
import tutti.musig2.PublicKey;
import tutti.protocol.discovery.SignerRecord;

class SignerLastingTest {
  private static final PublicKey ALICE = Ads.key(1);

  private final SignerMachine machine = new SignerMachine();
  private final SignerDocument advertised = after(null, advertise(ALICE, NOW, spend(NOW + HOUR)));

  @Test
  void keepsWhatASignerSaidAndWhatIsCounted() {
    assertThat(machine.isLasting(null, advertised)).isTrue();
    assertThat(isLasting(new Counted(new SignerRecord(1, 0)))).isTrue();
    assertThat(isLasting(withdraw(ALICE, NOW + 60_000, null))).isTrue();
    assertThat(isLasting(advertise(ALICE, NOW + 60_000, spend(NOW + HOUR)))).isTrue();
    assertThat(isLasting(new Tick(NOW + HOUR))).isTrue();
  }

  @Test
  void doesNotKeepWhatIsOnlyStillToBePublished() {
    assertThat(isLasting(new Published(List.of(1L)))).isFalse();
    assertThat(isLasting(new Tick(NOW + Outbox.GRACE))).isFalse();
  }

  private boolean isLasting(SignerCommand command) {
    return machine.isLasting(advertised, after(advertised, command));
  }

  private SignerDocument after(SignerDocument before, SignerCommand command) {
    return machine.apply(before, command).document();
  }
}
