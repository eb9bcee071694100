package tutti.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

class OffenderMachineTest {
  private static final StrikeRules RULES = new StrikeRules(3, 1_000, 60_000);
  private static final String SUBJECT = "address:192.0.2.1";

  private final OffenderMachine machine = new OffenderMachine();
  private @Nullable Offender offender;

  @Test
  void bansAfterSoManyStrikesWithinTheWindow() {
    assertThat(strike(0)).isZero();
    assertThat(strike(100)).isZero();
    assertThat(strike(200)).isEqualTo(60_200);
    assertThat(offender.isBanned(60_199)).isTrue();
    assertThat(offender.isBanned(60_200)).isFalse();
    assertThat(offender.reason()).isEqualTo("3 times INVALID_SIGNATURE");
  }

  @Test
  void forgetsStrikesThatAreOld() {
    strike(0);
    strike(100);

    assertThat(strike(1_050)).isZero();
    assertThat(strike(1_060)).isEqualTo(61_060);
  }

  @Test
  void doesNotCountAgainstWhoIsBannedAlready() {
    apply(new OffenderCommand.Ban(SUBJECT, 500, "unwanted"));

    strike(1);
    strike(2);

    assertThat(strike(3)).isEqualTo(500);
  }

  @Test
  void neverShortensABan() {
    apply(new OffenderCommand.Ban(SUBJECT, 500, "long"));

    assertThat(apply(new OffenderCommand.Ban(SUBJECT, 100, "short")).bannedUntil()).isEqualTo(500);
  }

  @Test
  void pardonsAsIfNothingHadBeen() {
    strike(0);
    strike(1);
    strike(2);

    assertThat(apply(new OffenderCommand.Pardon(10)).bannedUntil()).isZero();
    assertThat(strike(20)).isZero();
    assertThat(strike(21)).isZero();
  }

  @Test
  void pardonsNobodyWhoIsNotBanned() {
    strike(0);

    for (long now : new long[] {0, 100_000}) {
      assertThatThrownBy(() -> apply(new OffenderCommand.Pardon(now)))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
  }

  @Test
  void isForgottenWhenNothingOfItMattersAnyMore() {
    strike(0);
    apply(new OffenderCommand.Tick(999));
    assertThat(offender).isNotNull();

    apply(new OffenderCommand.Tick(1_000));

    assertThat(offender).isNull();
  }

  @Test
  void comesFurtherWithEachChange() {
    strike(0);
    long before = offender.progress();
    apply(new OffenderCommand.Ban(SUBJECT, 10, "x"));
    apply(new OffenderCommand.Pardon(5));

    assertThat(offender.progress()).isEqualTo(before + 2);
  }

  @Test
  void travelsAsJson() {
    strike(7);
    OffenderCommand command = new OffenderCommand.Strike(SUBJECT, 1, "EQUIVOCATION", RULES);

    assertThat(Wire.read(Wire.write(offender), Offender.class)).isEqualTo(offender);
    assertThat(Wire.read(Wire.write(command), OffenderCommand.class)).isEqualTo(command);
  }

  private long strike(long now) {
    return apply(new OffenderCommand.Strike(SUBJECT, now, "INVALID_SIGNATURE", RULES))
        .bannedUntil();
  }

  private BanVerdict apply(OffenderCommand command) {
    var step = machine.apply(offender, command);
    offender = step.document();
    return step.result();
  }
}
