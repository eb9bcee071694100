package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart gives to Prometheus and Grafana. */
class MonitoringChartTest {
  private static final Path FILES = Path.of("..", "deploy", "monitoring");
  private static final Path COPIES = Chart.DIRECTORY.resolve("monitoring");
  private static final Path DEFAULT = Chart.DIRECTORY.resolve("ci/default-values.yaml");
  private static final Path LARGE = Chart.DIRECTORY.resolve("ci/large-values.yaml");

  @ParameterizedTest
  @ValueSource(strings = {"rules.yml", "dashboard.json"})
  void holdsTheFilesThatAreShippedForThoseWithoutHelm(String name) throws IOException {
    if (Boolean.getBoolean("render")) {
      Files.copy(FILES.resolve(name), COPIES.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    assertThat(COPIES.resolve(name)).hasSameTextualContentAs(FILES.resolve(name));
  }

  @Test
  void givesNothingUnlessItIsToldTo() {
    Manifests manifests = Chart.rendered(DEFAULT);

    assertThat(manifests.of("ServiceMonitor", "PrometheusRule")).isEmpty();
    assertThat(manifests.of("ConfigMap", "Service"))
        .extracting(Manifests::name)
        .noneMatch(name -> name.endsWith("-dashboard") || name.endsWith("-management"));
  }

  @Test
  void letsPrometheusFindTheManagementPortOfEveryPod() {
    Manifests manifests = Chart.rendered(LARGE);
    JsonNode monitor = manifests.one("ServiceMonitor", "signing");
    JsonNode service = manifests.one("Service", "signing-management");

    requireAll(monitor.at("/spec/selector/matchLabels"), service.at("/metadata/labels"));
    assertThat(service.at("/metadata/labels").has(monitor.at("/spec/jobLabel").asText())).isTrue();
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(service.at("/spec/ports/0/name")).isEqualTo(monitor.at("/spec/endpoints/0/port"));
    String port = service.at("/spec/ports/0/targetPort").asText();
    for (JsonNode workload : manifests.workloads()) {
      requireAll(service.at("/spec/selector"), workload.at("/spec/template/metadata/labels"));
      assertThat(Manifests.container(workload).path("ports"))
          .anyMatch(one -> one.path("name").asText().equals(port));
    }
  }

  private static void requireAll(JsonNode selector, JsonNode labels) {
    assertThat(selector).isNotEmpty();
    selector
        .properties()
        .forEach(
            one ->
                assertThat(labels.path(one.getKey())).as(one.getKey()).isEqualTo(one.getValue()));
  }

  /** Its templates are Prometheus's own: Helm must not touch them. */
  @Test
  void givesTheRulesAsTheyAre() throws IOException {
    JsonNode rule = Chart.rendered(LARGE).one("PrometheusRule", "signing");

    assertThat(rule.path("spec"))
        .isEqualTo(new YAMLMapper().readTree(FILES.resolve("rules.yml").toFile()));
    assertThat(rule.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
    assertThat(rule.toString()).contains("{{ $labels.instance }}");
  }

  @Test
  void givesTheDashboardAsItIs() throws IOException {
    JsonNode map = Chart.rendered(LARGE).one("ConfigMap", "signing-dashboard");
    ObjectMapper json = new ObjectMapper();

    assertThat(json.readTree(map.at("/data/tutti.json").asText()))
        .isEqualTo(json.readTree(FILES.resolve("dashboard.json").toFile()));
    assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
  }

  @Test
  void noticesAFieldThatTheOperatorDoesNotKnow() {
    ObjectNode monitor = Chart.rendered(LARGE).one("ServiceMonitor", "signing").deepCopy();
    ((ObjectNode) monitor.at("/spec/endpoints/0")).put("intervall", "10s");

    assertThatThrownBy(() -> KubernetesModel.validate(monitor)).hasMessageContaining("intervall");
  }
}
