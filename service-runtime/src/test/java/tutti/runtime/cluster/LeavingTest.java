package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tutti.runtime.audit.AuditLog;
import tutti.runtime.config.Settings;
import tutti.runtime.tracing.Tracing;

class LeavingTest {
  private final Settings settings = Settings.defaults();

  @Test
  void isLongerThanItsStepsTogether() {
    assertThat(Leaving.of(settings).longest())
        .isGreaterThan(Duration.ofSeconds(1).plusSeconds(2 + 2).plusSeconds(30));
  }

  /** What was asked last has to be written down, and after all else. */
  @Test
  void leavesTimeForASlowDiskAndASlowCollector() {
    Duration others = Duration.ofSeconds(1).plusSeconds(2 + 2).plusSeconds(30);

    assertThat(Leaving.of(settings).longest())
        .isGreaterThan(others.plus(AuditLog.CLOSING).plus(Tracing.PATIENCE));
  }

  @Test
  void growsWithEachStep() {
    Duration before = Leaving.of(settings).longest();

    assertThat(longest(settings.with(Settings.NOTICE_TIME, "7s"))).isEqualTo(before.plusSeconds(7));
    assertThat(longest(settings.with(Settings.DRAIN_TIME, "8s"))).isEqualTo(before.plusSeconds(7));
    assertThat(longest(settings.with(Settings.LEAVE_TIMEOUT, "40s")))
        .isEqualTo(before.plusSeconds(10));
    assertThat(longest(settings.with(Settings.SEND_TIMEOUT, "3s")))
        .isEqualTo(before.plusSeconds(2));
  }

  private static Duration longest(Settings settings) {
    return Leaving.of(settings).longest();
  }
}
