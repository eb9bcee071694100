package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has to hold between the parts, so that nothing acknowledged is lost. */
class ClusterPolicyTest {
  private static final Path DEFAULT = Chart.DIRECTORY.resolve("ci/default-values.yaml");
  private static final Path LARGE = Chart.DIRECTORY.resolve("ci/large-values.yaml");

  static List<Path> valueFiles() {
    return Chart.valueFiles();
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void findsDataMembersBeforeTheyAreReady(Path values) {
    Manifests manifests = Chart.rendered(values);
    JsonNode set = manifests.of("StatefulSet").get(0);
    JsonNode service = manifests.one("Service", set.at("/spec/serviceName").asText());

    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(service.at("/spec/selector")).isEqualTo(set.at("/spec/selector/matchLabels"));
    for (JsonNode workload : manifests.workloads()) {
      assertThat(Manifests.variable(workload, "TUTTI_CLUSTER_MEMBERS"))
          .isEqualTo(Manifests.name(service) + "." + Chart.NAMESPACE + ".svc:5701");
    }
  }

  @Test
  void letsOnePodOfAServiceGoAtATime() {
    Manifests manifests = Chart.rendered(DEFAULT);

    for (JsonNode workload : manifests.workloads()) {
      JsonNode budget = manifests.one("PodDisruptionBudget", Manifests.name(workload));
      assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
      assertThat(budget.at("/spec/selector")).isEqualTo(workload.at("/spec/selector"));
      assertThat(budget.at("/spec/unhealthyPodEvictionPolicy").asText())
          .isEqualTo(
              Manifests.service(workload).equals("session") ? "IfHealthyBudget" : "AlwaysAllow");
    }
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void startsTheNextPodBeforeItStopsOne(Path values) {
    for (JsonNode deployment : Chart.rendered(values).of("Deployment")) {
      JsonNode update = deployment.at("/spec/strategy/rollingUpdate");
      assertThat(update.path("maxUnavailable").asInt(1)).isZero();
      assertThat(update.path("maxSurge").asInt()).isEqualTo(1);
      assertThat(deployment.at("/spec/minReadySeconds").asInt()).isPositive();
    }
  }

  @Test
  void scalesDownSlowlyAndOnlyWhereItIsToldTo() {
    assertThat(Chart.rendered(DEFAULT).of("HorizontalPodAutoscaler")).isEmpty();
    Manifests large = Chart.rendered(LARGE);

    assertThat(large.of("HorizontalPodAutoscaler")).hasSize(4);
    for (JsonNode scaler : large.of("HorizontalPodAutoscaler")) {
      JsonNode down = scaler.at("/spec/behavior/scaleDown");
      assertThat(down.path("stabilizationWindowSeconds").asInt()).isGreaterThanOrEqualTo(300);
      assertThat(down.at("/policies/0/value").asInt()).isEqualTo(1);
      JsonNode target = scaler.at("/spec/scaleTargetRef");
      JsonNode workload = large.one(target.path("kind").asText(), target.path("name").asText());
      assertThat(workload.at("/spec/replicas").isMissingNode()).isTrue();
    }
  }

  /** The mathematics is all CPU; others may be busy waiting, which only their metrics tell. */
  @Test
  void scalesByCpuAndWhereMetricsAreThereByWorkInFlight() {
    Manifests large = Chart.rendered(LARGE);

    assertThat(metrics(large, "signing-crypto")).containsExactly("cpu");
    assertThat(metrics(large, "signing-request"))
        .containsExactly("cpu", "tutti_requests_in_flight");
    assertThat(metrics(large, "signing-gateway")).containsExactly("tutti_gateway_clients");
  }

  @Test
  void scalesByMetricsThatProcessesShow() throws IOException {
    String shown = Files.readString(Path.of("..", "docs", "metrics.md"));

    for (JsonNode scaler : Chart.rendered(LARGE).of("HorizontalPodAutoscaler")) {
      for (String name : metrics(scaler)) {
        assertThat(name.equals("cpu") || shown.contains("| `" + name + "` | gauge |"))
            .as(name)
            .isTrue();
      }
    }
  }

  @Test
  void letsOnlyMembersToTheClusterAndOnlyTheGatewayBeReached() {
    Manifests manifests = Chart.rendered(DEFAULT);
    JsonNode members = manifests.one("NetworkPolicy", "tutti-members").path("spec");
    JsonNode gateway = manifests.one("NetworkPolicy", "tutti-gateway").path("spec");

    for (JsonNode workload : manifests.workloads()) {
      assertThat(workload.at("/spec/template/metadata/labels").properties())
          .containsAll(members.at("/podSelector/matchLabels").properties());
    }
    assertThat(ports(members.path("ingress"))).containsExactly(5701, 15701);
    for (JsonNode rule : members.path("ingress")) {
      assertThat(rule.at("/from/0/podSelector")).isEqualTo(members.path("podSelector"));
      assertThat(rule.path("from")).hasSize(1);
    }
    assertThat(ports(gateway.path("ingress"))).containsExactly(8080);
    assertThat(gateway.at("/podSelector/matchLabels/app.kubernetes.io~1component").asText())
        .isEqualTo("gateway");
    assertThat(manifests.of("NetworkPolicy")).hasSize(2);
  }

  @Test
  void namesSecretsAndHoldsNone() {
    Manifests large = Chart.rendered(LARGE);

    assertThat(large.of("Secret")).isEmpty();
    for (JsonNode workload : large.workloads()) {
      String environment = Manifests.container(workload).path("env").toString();
      assertThat(Manifests.variable(workload, "TUTTI_DATABASE_PASSWORD")).isEmpty();
      assertThat(
              environment.contains("\"secretKeyRef\":{\"name\":\"tutti-db\",\"key\":\"password\"}"))
          .as("only who holds documents writes them")
          .isEqualTo(Manifests.service(workload).equals("session"));
    }
    assertThat(large.one("Deployment", "signing-gateway").toString())
        .contains("\"secretName\":\"gateway-tls\"", "\"secretName\":\"operator\"");
  }

  @Test
  void goesWithoutWhatIsSwitchedOff() {
    Manifests small = Chart.rendered(Chart.DIRECTORY.resolve("ci/small-values.yaml"));

    assertThat(small.of("NetworkPolicy", "ServiceAccount", "Ingress")).isEmpty();
    assertThat(small.of("PodDisruptionBudget")).hasSize(4);
  }

  private static List<String> metrics(Manifests manifests, String name) {
    return metrics(manifests.one("HorizontalPodAutoscaler", name));
  }

  private static List<String> metrics(JsonNode scaler) {
    List<String> names = new ArrayList<>();
    for (JsonNode metric : scaler.at("/spec/metrics")) {
      JsonNode pods = metric.at("/pods/metric/name");
      names.add((pods.isMissingNode() ? metric.at("/resource/name") : pods).asText());
    }
    return names;
  }

  private static List<Integer> ports(JsonNode rules) {
    var ports = new TreeSet<Integer>();
    rules.forEach(rule -> rule.path("ports").forEach(port -> ports.add(port.path("port").asInt())));
    return new ArrayList<>(ports);
  }
}
