package tutti.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.protocol.Limit;

class SettingsTest {
  private static final Map<String, String> NONE = Map.of();

  @TempDir Path directory;

  @Test
  void hasADefaultForEverySetting() {
    Settings settings = Settings.defaults();

    assertThat(Settings.table())
        .allSatisfy(setting -> assertThat(settings.get(setting)).isNotNull());
    assertThat(settings.get(Settings.CLUSTER_PORT)).isEqualTo(5701);
    assertThat(settings.get(Settings.CLUSTER_MEMBERS)).containsExactly("127.0.0.1");
    assertThat(settings.limits().get(Limit.PHASE_TIMEOUT)).isEqualTo(600_000);
  }

  @Test
  void listsEverySettingOnceAndDescribed() {
    List<String> names = Settings.table().stream().map(Setting::name).toList();

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    assertThat(names).containsAll(Arrays.stream(Limit.values()).map(Limit::key).toList());
    assertThat(Settings.table()).allMatch(setting -> !setting.description().isBlank());
  }

  @Test
  void readsEveryLimitThatIsATimeAsOne() {
    List<String> times =
        Settings.table().stream()
            .filter(setting -> setting.kind().label().equals("TIME"))
            .map(Setting::name)
            .toList();

    assertThat(Arrays.stream(Limit.values()).map(Limit::key))
        .filteredOn(key -> key.matches(".*(timeout|interval|life|skew|retention)"))
        .isSubsetOf(times);
  }

  @Test
  void letsFlagsWinOverEnvironmentOverFileOverDefault() throws IOException {
    Path file = file("cluster-port: 1\nbackups: 2\nsend-timeout: 3s\n");
    Map<String, String> environment = Map.of("TUTTI_CLUSTER_PORT", "11", "TUTTI_BACKUPS", "4");

    Settings settings =
        Settings.load(Map.of("cluster-port", "21", "config-file", "" + file), environment);

    assertThat(settings.get(Settings.CLUSTER_PORT)).isEqualTo(21);
    assertThat(settings.get(Settings.BACKUPS)).isEqualTo(4);
    assertThat(settings.get(Settings.SEND_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.get(Settings.CLUSTER_NAME)).isEqualTo("tutti");
  }

  @Test
  void findsTheFileThatTheEnvironmentNames() throws IOException {
    Path file = file("role: lite\ncluster-members: [a, 'b:5702']\n");

    Settings settings = Settings.load(NONE, Map.of("TUTTI_CONFIG_FILE", file.toString()));

    assertThat(settings.get(Settings.ROLE)).isEqualTo(Role.LITE);
    assertThat(settings.get(Settings.CLUSTER_MEMBERS)).containsExactly("a", "b:5702");
  }

  @Test
  void readsAnEmptyFileAsNoSettings() throws IOException {
    Path file = file("# nothing yet\n");

    Settings settings = Settings.load(Map.of("config-file", file.toString()), NONE);

    assertThat(settings.get(Settings.CLUSTER_PORT)).isEqualTo(5701);
  }

  @ParameterizedTest
  @CsvSource({"250,250", "250ms,250", "10s,10000", "5m,300000", "1h,3600000"})
  void readsTimesWithAndWithoutUnit(String text, long millis) {
    Settings settings = Settings.load(Map.of("retention", text), NONE);

    assertThat(settings.get(Settings.named("retention").orElseThrow())).isEqualTo(millis);
  }

  @Test
  void putsLimitsIntoForce() {
    Settings settings =
        Settings.defaults().with(Limit.PHASE_TIMEOUT, "5s").with(Limit.PAGE_SIZE, "7");

    assertThat(settings.limits().get(Limit.PHASE_TIMEOUT)).isEqualTo(5_000);
    assertThat(settings.limits().get(Limit.PAGE_SIZE)).isEqualTo(7);
  }

  @Test
  void takesTheHostOfTheClusterForTheEventBusUnlessToldOtherwise() {
    Settings settings = Settings.defaults().with(Settings.CLUSTER_HOST, "10.0.0.1");

    assertThat(settings.eventBusHost()).isEqualTo("10.0.0.1");
    assertThat(settings.with(Settings.EVENT_BUS_HOST, "10.0.0.2").eventBusHost())
        .isEqualTo("10.0.0.2");
  }

  @Test
  void namesAnUnknownSettingAndWhereItWasSet() throws IOException {
    Path file = file("cluster-prot: 1\n");

    assertInvalid(Map.of("config-file", "" + file), NONE, "cluster-prot", file.toString());
    assertInvalid(Map.of("cluster-prot", "1"), NONE, "cluster-prot", "flag --cluster-prot");
    assertInvalid(
        NONE, Map.of("TUTTI_CLUSTER_PROT", "1"), "cluster-prot", "environment TUTTI_CLUSTER_PROT");
  }

  @Test
  void looksAtNoVariablesOfOthers() {
    Settings.load(NONE, Map.of("PATH", "/bin", "TUTTI_DATA_SERVICE_HOST", "10.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "cluster-port,0",
    "cluster-port,port",
    "cluster-port,99999999999999999999",
    "cluster-name,' '",
    "cluster-members,'a,,b'",
    "cluster-members,kubernetes://tutti",
    "cluster-members,kubernetes:tutti/tutti-cluster",
    "cluster-members,kubernetes://tutti/tutti-cluster:5701",
    "cluster-members,'kubernetes://tutti/tutti-cluster,10.0.0.1'",
    "cluster-members,'10.0.0.1,kubernetes://tutti/tutti-cluster'",
    "role,owner",
    "role,DATA",
    "send-timeout,0",
    "send-timeout,2 weeks",
    "send-timeout,-1s",
    "send-timeout,999999999999999d",
    "phase-timeout,1",
    "signers-per-request,10s"
  })
  void refusesAValueThatASettingCannotHave(String name, String text) {
    assertInvalid(Map.of(name, text), NONE, name, "flag --" + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- a\n",
        "cluster-port: {a: 1}\n",
        "backups: 1\nbackups: 2\n",
        "a: [\n",
        "role:\n"
      })
  void refusesAFileThatIsNoListOfSettings(String yaml) throws IOException {
    Path file = file(yaml);

    assertThatThrownBy(() -> Settings.load(Map.of("config-file", "" + file), NONE))
        .isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = directory.resolve("missing.yaml");

    assertInvalid(Map.of("config-file", "" + file), NONE, "config-file", "flag --config-file");
  }

  @Test
  void knowsNoSettingThatIsNotInTheTable() {
    Setting<String> other = new Setting<>("other", "", Kind.text(), "");

    assertThatThrownBy(() -> Settings.defaults().get(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other");
  }

  private static void assertInvalid(
      Map<String, String> flags, Map<String, String> environment, String name, String source) {
    var invalid =
        catchThrowableOfType(
            InvalidSettingException.class, () -> Settings.load(flags, environment));

    assertThat(invalid).isNotNull();
    assertThat(invalid.setting()).isEqualTo(name);
    assertThat(invalid.source()).isEqualTo(source);
    assertThat(invalid).hasMessageContaining(name).hasMessageContaining(source);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("tutti.yaml"), yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:sesame@localhost/tutti",
        "jdbc:mysql://localhost/tutti?user=me&auth=sesame",
        "jdbc:postgresql://localhost/tutti?password=sesame",
        "jdbc:postgresql://localhost/tutti?sslPassword=sesame",
        "jdbc:postgresql://me:sesame@localhost/tutti"
      })
  void refusesADatabaseThatIsNoneOrHoldsAPasswordWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> Settings.load(Map.of("database-url", url), NONE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("database-url")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void takesAPasswordAsItIs() {
    Settings settings =
        Settings.load(
            NONE,
            Map.of(
                "TUTTI_DATABASE_PASSWORD",
                " open sesame ",
                "TUTTI_DATABASE_URL",
                "jdbc:postgresql://h:1/d"));

    assertThat(settings.get(Settings.DATABASE_PASSWORD)).isEqualTo(" open sesame ");
    assertThat(settings.get(Settings.DATABASE_URL)).isEqualTo("jdbc:postgresql://h:1/d");
    assertThat(Settings.DATABASE_PASSWORD.kind().isSecret()).isTrue();
  }

  @Test
  void looksItsOwnAddressUpWhereItIsToldTo() throws java.net.UnknownHostException {
    Settings settings = Settings.defaults().with(Settings.CLUSTER_HOST, "local");

    assertThat(settings.clusterHost())
        .isEqualTo(java.net.InetAddress.getLocalHost().getHostAddress());
    assertThat(settings.eventBusHost()).isEqualTo(settings.clusterHost());
    assertThat(Settings.defaults().clusterHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void knowsAPortThatThereIsNot() {
    Settings settings = Settings.defaults();

    assertThat(settings.get(Settings.MANAGEMENT_PORT)).isEmpty();
    assertThat(settings.with(Settings.MANAGEMENT_PORT, "0").get(Settings.MANAGEMENT_PORT))
        .hasValue(0);
    assertThatThrownBy(() -> settings.with(Settings.MANAGEMENT_PORT, "65536"))
        .hasMessageContaining("management-port");
    assertThatThrownBy(() -> settings.with(Settings.MANAGEMENT_PORT, "nine"))
        .hasMessageContaining("management-port");
  }
}
