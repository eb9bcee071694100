package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import java.time.Duration;
import java.util.List;
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

  @Test
  void looksAtOnePortOfEachOfSeveralHosts() {
    assertThat(members("10.0.0.1,10.0.0.2:5703,[fd00::1],[fd00::2]:5703,one.example"))
        .containsExactly(
            "10.0.0.1:5701",
            "10.0.0.2:5703",
            "[fd00::1]:5701",
            "[fd00::2]:5703",
            "one.example:5701");
  }

  @Test
  void looksAtSeveralPortsOfAnOnlyHost() {
    assertThat(members("10.0.0.1")).containsExactly("10.0.0.1");
  }

  private List<String> members(String value) {
    Settings named = settings.with(Settings.CLUSTER_MEMBERS, value);
    return MemberConfig.of(named, null).getNetworkConfig().getJoin().getTcpIpConfig().getMembers();
  }

  private static HazelcastProperties properties(Config config) {
    return new HazelcastProperties(config);
  }
}
