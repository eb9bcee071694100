package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperties;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tutti.runtime.config.Role;
import tutti.runtime.config.Settings;

class MemberConfigTest {
  private final Settings settings = Settings.defaults();
  private final Settings alone = settings.with(Settings.CLUSTER_MEMBERS, "none");
  private final HazelcastProperties properties = properties(MemberConfig.of(settings, null));

  @Test
  void waitsForABackupThatDiedNoLongerThanAnyoneWaitsForAnAnswer() {
    assertThat(properties.getMillis(ClusterProperty.OPERATION_BACKUP_TIMEOUT_MILLIS))
        .isEqualTo(settings.get(Settings.SEND_TIMEOUT).toMillis());
  }

  /** A member is given up at the fourth try to connect to it that fails. */
  @Test
  void givesAHostThatIsGoneUpSoonerThanSilence() {
    int tries = properties.getInteger(ClusterProperty.CONNECTION_MONITOR_MAX_FAULTS) + 1;
    int each = properties.getSeconds(ClusterProperty.SOCKET_CONNECT_TIMEOUT_SECONDS);

    assertThat(Duration.ofSeconds(each).multipliedBy(tries))
        .isLessThan(settings.get(Settings.HEARTBEAT_TIMEOUT));
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
  void looksForNobodyWhereThereIsNobody() {
    JoinConfig join = MemberConfig.of(alone, null).getNetworkConfig().getJoin();

    assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().getMembers()).isEmpty();
  }

  @Test
  void looksForMembersAtTheGivenPort() {
    Settings named = settings.with(Settings.CLUSTER_MEMBERS, "10.0.0.1,10.0.0.2");
    JoinConfig join = MemberConfig.of(named, null).getNetworkConfig().getJoin();

    assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
    assertThat(join.getTcpIpConfig().getMembers())
        .containsExactly("10.0.0.1:5701", "10.0.0.2:5701");
  }

  @Test
  void asksKubernetesForThePodsOfAServiceAndNothingElse() {
    Settings asking =
        settings
            .with(Settings.CLUSTER_MEMBERS, "kubernetes://signing/tutti-cluster")
            .with(Settings.CLUSTER_PORT, "6701");
    JoinConfig join = MemberConfig.of(asking, null).getNetworkConfig().getJoin();

    assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
    assertThat(join.getKubernetesConfig().getProperties())
        .containsOnly(
            entry("namespace", "signing"),
            entry("service-name", "tutti-cluster"),
            entry("service-port", "6701"),
            entry("expose-externally", "false"));
  }

  /** In a pod nobody would find it there, and no policy lets them. */
  @ParameterizedTest
  @CsvSource({
    "session.tutti.example:5701, DATA, false",
    "session.tutti.example:5701, LITE, true",
    "kubernetes://tutti/tutti-cluster, DATA, false",
    "kubernetes://tutti/tutti-cluster, LITE, true",
    "session.tutti.example, DATA, true",
    "127.0.0.1:5701, DATA, true",
    "localhost:5701, DATA, true",
    "127.0.0.1, DATA, true",
    "none, DATA, true",
  })
  void takesTheNextPortWhereOthersFindItThere(String members, Role role, boolean next) {
    Settings named =
        settings
            .with(Settings.CLUSTER_MEMBERS, members)
            .with(Settings.ROLE, role.name().toLowerCase(Locale.ROOT));

    assertThat(MemberConfig.of(named, null).getNetworkConfig().isPortAutoIncrement())
        .isEqualTo(next);
  }

  private static HazelcastProperties properties(Config config) {
    return new HazelcastProperties(config);
  }
}
