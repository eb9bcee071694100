package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tutti.runtime.config.Settings;

class MemberConfigTest {
  private final Settings settings = Settings.defaults();
  private final HazelcastProperties properties = properties(MemberConfig.of(settings, null));

  @Test
  void waitsForABackupThatDiedNoLongerThanAnyoneWaitsForAnAnswer() {
    assertThat(properties.getMillis(ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS))
        .isEqualTo(settings.get(Settings.SEND_TIMEOUT).toMillis());
  }

  @Test
  void acknowledgesNothingThatMayNotHaveABackup() {
    assertThat(properties.getBoolean(ClusterProperty.FAIL_ON_INDETERMINATE_OPERATION_STATE))
        .isTrue();
  }

  @Test
  void looksForAHealedSplitBeforePeopleDo() {
    assertThat(
            Duration.ofSeconds(
                properties.getSeconds(ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS)))
        .isLessThan(Duration.ofMinutes(1));
  }

  private static HazelcastProperties properties(Config config) {
    return new HazelcastProperties(config);
  }
}
