package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.cli.serve.Service;
import tutti.runtime.cluster.Leaving;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.ProxyHeader;
import tutti.runtime.config.Role;
import tutti.runtime.config.Settings;
import tutti.runtime.config.WatchSettings;

/** That the chart and the code mean the same: a process would start with what it is given. */
class ChartSettingsTest {
  private static final Path DEFAULT = Chart.DIRECTORY.resolve("ci/default-values.yaml");
  private static final Path LARGE = Chart.DIRECTORY.resolve("ci/large-values.yaml");

  /** Pods that leave slowly have at least so much to spare. */
  private static final long SPARE_SECONDS = 5;

  private static final Map<String, String> KINDS =
      Map.of(
          "#/$defs/time", "TIME",
          "#/$defs/number", "N",
          "#/$defs/text", "TEXT",
          "#/$defs/url", "URL",
          "#/$defs/list", "A,B");

  @TempDir private Path directory;

  static List<Path> valueFiles() {
    return Chart.valueFiles();
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void givesEveryProcessSettingsThatItStartsWith(Path values) {
    Manifests manifests = Chart.rendered(values);

    for (JsonNode workload : manifests.workloads()) {
      Settings settings = settings(manifests, workload);
      boolean holds = Manifests.service(workload).equals("session");
      assertThat(settings.get(Settings.ROLE)).isEqualTo(holds ? Role.DATA : Role.LITE);
      assertThat(settings.get(Settings.CLUSTER_HOST)).isEqualTo("10.0.0.9");
      assertThat(settings.eventBusHost()).isEqualTo("10.0.0.9");
    }
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void opensThePortsThatTheCodeListensOn(Path values) {
    Manifests manifests = Chart.rendered(values);

    for (JsonNode workload : manifests.workloads()) {
      Settings settings = settings(manifests, workload);
      Map<String, Integer> expected =
          new TreeMap<>(
              Map.of(
                  "cluster", settings.get(Settings.CLUSTER_PORT),
                  "event-bus", settings.get(Settings.EVENT_BUS_PORT),
                  "management", settings.get(Settings.MANAGEMENT_PORT).orElse(0)));
      if (Manifests.service(workload).equals("gateway")) {
        expected.put("http", settings.get(EdgeSettings.HTTP_PORT));
      }
      Map<String, Integer> ports = new TreeMap<>();
      Manifests.container(workload)
          .path("ports")
          .forEach(
              port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
      assertThat(ports).isEqualTo(expected).doesNotContainValue(0);
    }
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void waitsAsLongAsAProcessMayTakeToLeave(Path values) {
    requireTimeToLeave(Chart.rendered(values));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster: {sendTimeout: 60s}",
        "cluster: {sendTimeout: 1500ms}",
        "stop: {noticeSeconds: 300}",
        "stop: {drainSeconds: 300}",
        "stop: {leaveSeconds: 3600}",
      })
  void waitsLongerWhereLeavingTakesLonger(String values) {
    requireTimeToLeave(Chart.rendered(values));
  }

  private void requireTimeToLeave(Manifests manifests) {
    for (JsonNode workload : manifests.workloads()) {
      long grace = workload.at("/spec/template/spec/terminationGracePeriodSeconds").asLong();
      long longest = Leaving.of(settings(manifests, workload)).longest().toSeconds();
      assertThat(grace).isBetween(longest + SPARE_SECONDS, longest + 60);
    }
  }

  /** Others find a member over the bus, which it leaves by itself. */
  @Test
  void givesNoticeWhereOthersShareOutConnections() {
    Manifests manifests = Chart.rendered(LARGE);

    for (JsonNode workload : manifests.workloads()) {
      boolean edge = Manifests.service(workload).equals("gateway");
      assertThat(settings(manifests, workload).get(Settings.NOTICE_TIME).toSeconds())
          .isEqualTo(edge ? 10 : 0);
    }
  }

  @Test
  void readsTheSettingsOfAllAndOfOne() {
    Manifests manifests = Chart.rendered(LARGE);
    Settings settings = settings(manifests, manifests.one("Deployment", "signing-crypto"));

    assertThat(settings.get(Settings.CRYPTO_THREADS)).isEqualTo(2);
    assertThat(settings.get(EdgeSettings.HTTP_CORS_ORIGINS))
        .containsExactly("https://wallet.example");
    assertThat(settings.get(Settings.CLUSTER_SIZE)).isEqualTo(5);
  }

  @Test
  void keepsAnAuditLogOfEachPodOutsideOfIt() {
    for (JsonNode workload : Chart.rendered(LARGE).workloads()) {
      JsonNode pod = workload.at("/spec/template/spec");
      String file = Manifests.variable(workload, "TUTTI_AUDIT_LOG");

      assertThat(file).isEqualTo("/var/log/tutti/$(POD_NAME).jsonl");
      assertThat(Manifests.container(workload).path("env").findValuesAsText("name"))
          .containsSubsequence("POD_NAME", "TUTTI_AUDIT_LOG"); // else it is not put in
      assertThat(Manifests.container(workload).path("volumeMounts").toString())
          .contains("{\"name\":\"audit-log\",\"mountPath\":\"/var/log/tutti\"}");
      assertThat(pod.path("volumes").toString())
          .contains("{\"name\":\"audit-log\",\"persistentVolumeClaim\":{\"claimName\":\"audit\"}}");
    }
  }

  @Test
  void boundsAnAuditLogAsTheProcessReadsIt() {
    Manifests manifests =
        Chart.rendered("auditLog: {enabled: true, volume: {emptyDir: {}}, fileBytes: 2000000000}");

    for (JsonNode workload : manifests.workloads()) {
      Settings settings = settings(manifests, workload);
      assertThat(settings.get(WatchSettings.AUDIT_LOG_BYTES)).isEqualTo(2_000_000_000L);
      assertThat(settings.get(WatchSettings.AUDIT_LOG_FILES)).isEqualTo(9);
    }
  }

  @Test
  void keepsNoAuditLogUnlessItIsWanted() {
    assertThat(Chart.rendered(DEFAULT).workloads())
        .allSatisfy(
            workload -> assertThat(Manifests.variable(workload, "TUTTI_AUDIT_LOG")).isEmpty());
  }

  /** Also where its value is the one that a template language takes for none. */
  @Test
  void letsTheSettingsOfOneWin() {
    Manifests manifests =
        Chart.rendered(
            """
            settings: {crypto-threads: 4, gateway-stamp-bits: 12, retention: 2h}
            crypto: {settings: {crypto-threads: 0}}
            gateway: {settings: {gateway-stamp-bits: 0}}
            """);
    Settings crypto = settings(manifests, manifests.one("Deployment", "tutti-crypto"));
    Settings gateway = settings(manifests, manifests.one("Deployment", "tutti-gateway"));

    assertThat(crypto.get(Settings.CRYPTO_THREADS)).isZero();
    assertThat(crypto.get(EdgeSettings.STAMP_BITS)).isEqualTo(12);
    assertThat(gateway.get(EdgeSettings.STAMP_BITS)).isZero();
    assertThat(gateway.get(Settings.CRYPTO_THREADS)).isEqualTo(4);
  }

  /** Behind an Ingress all clients would have one address, its controller's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|NONE",
        ", gateway: {ingress: {enabled: true, host: a.example}}|X_FORWARDED",
        ", gateway: {ingress: {enabled: true, host: a.example},"
            + " settings: {http-proxy-header: forwarded}}|FORWARDED",
        ", settings: {http-proxy-header: none},"
            + " gateway: {ingress: {enabled: true, host: a.example}}|NONE",
      })
  void tellsClientsBehindAnIngressApart(String values, ProxyHeader header) {
    Manifests manifests =
        Chart.rendered("{networkPolicy: {gatewayFrom: [{podSelector: {}}]}%s}".formatted(values));

    assertThat(
            settings(manifests, manifests.one("Deployment", "tutti-gateway"))
                .get(EdgeSettings.HTTP_PROXY_HEADER))
        .isEqualTo(header);
  }

  /**
   * Names and kinds: what the schema lets through a process would start with, but for its range.
   */
  @Test
  void letsSetWhatItDoesNotSetByItself() throws IOException {
    JsonNode schema =
        new ObjectMapper().readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());
    Map<String, String> free = new TreeMap<>();
    schema
        .at("/$defs/settings/properties")
        .properties()
        .forEach(entry -> free.put(entry.getKey(), kind(entry.getValue())));
    Set<String> own = new TreeSet<>(Set.of(Settings.DATABASE_PASSWORD.name(), "event-bus-host"));
    for (JsonNode workload : Chart.rendered(LARGE).workloads()) {
      for (JsonNode variable : Manifests.container(workload).path("env")) {
        Settings.table().stream()
            .filter(setting -> setting.environmentName().equals(variable.path("name").asText()))
            .forEach(setting -> own.add(setting.name()));
      }
    }
    Map<String, String> all = new TreeMap<>();
    Settings.table().forEach(setting -> all.put(setting.name(), setting.kind().label()));
    all.keySet().removeAll(own);

    assertThat(free).isEqualTo(all);
  }

  /** As {@link tutti.runtime.config.Kind} calls it. */
  private static String kind(JsonNode schema) {
    List<String> choices = new ArrayList<>();
    schema.path("enum").forEach(choice -> choices.add(choice.asText()));
    return choices.isEmpty()
        ? KINDS.getOrDefault(schema.path("$ref").asText(), "unknown")
        : String.join("|", choices);
  }

  @Test
  void hasAWorkloadForEveryService() {
    assertThat(Chart.rendered(DEFAULT).workloads())
        .extracting(Manifests::service)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Service.values()).map(Service::label).toList());
  }

  private Settings settings(Manifests manifests, JsonNode workload) {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : Manifests.container(workload).path("env")) {
      String name = variable.path("name").asText();
      if (name.startsWith("TUTTI_")) {
        environment.put(name, variable.path("value").asText("10.0.0.9"));
      }
    }
    environment.put("TUTTI_CONFIG_FILE", file(manifests, workload).toString());
    return Settings.load(Map.of(), environment);
  }

  private Path file(Manifests manifests, JsonNode workload) {
    String name = Manifests.name(workload);
    try {
      return Files.writeString(
          directory.resolve(name + ".yaml"),
          manifests.one("ConfigMap", name).at("/data/tutti.yaml").asText());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
