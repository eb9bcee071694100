package tutti.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffenderLastingTest {
  private static final String SUBJECT = "address:192.0.2.1";
  private static final long NOW = 1_000_000;
  private static final StrikeRules RULES = new StrikeRules(2, 10_000, 60_000);

  private final OffenderMachine machine = new OffenderMachine();
  private final Offender struck = after(null, strike(NOW));

  @Test
  void keepsBansAndPardons() {
    Offender banned = after(struck, strike(NOW + 1));

    assertThat(banned.isBanned(NOW + 2)).isTrue();
    assertThat(machine.isLasting(struck, banned)).isTrue();
    assertThat(machine.isLasting(null, after(null, new OffenderCommand.Ban(SUBJECT, NOW, "no"))))
        .isTrue();
    assertThat(machine.isLasting(banned, after(banned, new OffenderCommand.Pardon(NOW + 2))))
        .isTrue();
  }

  @Test
  void doesNotKeepStrikesThatLedToNoBan() {
    assertThat(machine.isLasting(null, struck)).isFalse();
    assertThat(machine.isLasting(struck, after(struck, strike(NOW + 20_000)))).isFalse();
  }

  private static OffenderCommand strike(long time) {
    return new OffenderCommand.Strike(SUBJECT, time, "INVALID_SIGNATURE", RULES);
  }

  private Offender after(Offender before, OffenderCommand command) {
    return machine.apply(before, command).document();
  }
}
