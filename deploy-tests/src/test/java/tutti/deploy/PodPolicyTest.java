package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What has to hold of every pod, whatever the values are. */
class PodPolicyTest {
  private static final Set<String> SERVICES =
      Set.of("session", "request", "discovery", "crypto", "gateway");

  static List<Path> valueFiles() {
    return Chart.valueFiles();
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void runsWithTheLeastThatThereIs(Path values) {
    List<JsonNode> pods = Chart.rendered(values).pods().toList();

    assertThat(pods).hasSizeGreaterThanOrEqualTo(SERVICES.size());
    for (JsonNode pod : pods) {
      requireTheLeastThatThereIs(pod);
    }
  }

  static void requireTheLeastThatThereIs(JsonNode pod) {
    JsonNode security = pod.path("securityContext");
    assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(security.path("runAsUser").asInt(1)).isPositive();
    assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("hostNetwork").asBoolean()).isFalse();
    JsonNode container = pod.at("/containers/0/securityContext");
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(container.path("privileged").asBoolean()).isFalse();
    assertThat(pod.path("volumes").findValues("hostPath")).isEmpty();
    assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isNotEmpty();
    assertThat(pod.at("/containers/0/resources/requests/cpu").asText()).isNotEmpty();
  }

  /** Where the platform says who it is, saying it as well is refused. */
  @Test
  void runsAsWhomThePlatformChooses() {
    assertThat(Chart.rendered("runAsUser: null").pods())
        .hasSize(SERVICES.size())
        .allSatisfy(
            pod ->
                assertThat(pod.path("securityContext").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder("runAsNonRoot", "seccompProfile"));
    assertThat(Chart.rendered("runAsUser: 1234").pods())
        .allSatisfy(
            pod -> assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(1234));
  }

  /** Without it the JVM would make threads for all cores of the node. */
  @ParameterizedTest
  @CsvSource({
    "500m, 2",
    "3500m, 4",
    "3, 3",
    "\"8\", 8",
    "2.5, 3",
    "0.1, 2",
  })
  void countsOnTheProcessorsThatItAsksFor(String cpu, int processors) {
    JsonNode crypto =
        Chart.rendered(
                "crypto: {jvmOptions: -Xlog:gc, resources: {requests: {cpu: %s}}}".formatted(cpu))
            .one("Deployment", "tutti-crypto");

    assertThat(Manifests.variable(crypto, "JDK_JAVA_OPTIONS"))
        .isEqualTo("-XX:ActiveProcessorCount=%d -Xlog:gc".formatted(processors));
  }

  @Test
  void leavesALimitOfProcessorsToTheJvm() {
    Manifests manifests = Chart.rendered("crypto: {resources: {limits: {cpu: 4}}}");

    assertThat(Manifests.variable(manifests.one("Deployment", "tutti-crypto"), "JDK_JAVA_OPTIONS"))
        .isEmpty();
    for (JsonNode workload : manifests.workloads()) {
      if (!Manifests.service(workload).equals("crypto")) {
        assertThat(Manifests.variable(workload, "JDK_JAVA_OPTIONS"))
            .isEqualTo("-XX:ActiveProcessorCount=2");
      }
    }
  }

  /** Of a Service named tutti-session there would be a variable TUTTI_SESSION_PORT. */
  @ParameterizedTest
  @MethodSource("valueFiles")
  void takesNoVariableOfServicesForASetting(Path values) {
    assertThat(Chart.rendered(values).pods())
        .allSatisfy(pod -> assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse());
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void probesWhatNeverAsksTheCluster(Path values) {
    for (JsonNode workload : Chart.rendered(values).workloads()) {
      JsonNode container = Manifests.container(workload);
      assertThat(path(container, "startupProbe")).isEqualTo("/livez");
      assertThat(path(container, "livenessProbe")).isEqualTo("/livez");
      assertThat(path(container, "readinessProbe")).isEqualTo("/readyz");
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo("management");
      }
      assertThat(seconds(container, "startupProbe")).as("a slow start").isBetween(30, 120);
      assertThat(seconds(container, "livenessProbe")).as("a long pause").isBetween(30, 120);
      assertThat(seconds(container, "readinessProbe")).as("one slow answer").isBetween(4, 10);
      assertThat(container.at("/readinessProbe/failureThreshold").asInt()).isGreaterThan(1);
    }
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void spreadsEveryServiceOverTheNodes(Path values) {
    for (JsonNode workload : Chart.rendered(values).workloads()) {
      JsonNode spread = workload.at("/spec/template/spec/topologySpreadConstraints");
      assertThat(spread.findValuesAsText("topologyKey")).contains("kubernetes.io/hostname");
      for (JsonNode constraint : spread) {
        assertThat(constraint.at("/labelSelector/matchLabels").toString())
            .contains(Manifests.service(workload));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void runsEachServiceAsAWorkloadOfItsOwn(Path values) {
    Set<String> served = new TreeSet<>();
    for (JsonNode workload : Chart.rendered(values).workloads()) {
      List<String> arguments = new ArrayList<>();
      Manifests.container(workload).path("args").forEach(word -> arguments.add(word.asText()));
      assertThat(arguments).containsExactly("serve", Manifests.service(workload));
      assertThat(workload.path("kind").asText())
          .isEqualTo(arguments.contains("session") ? "StatefulSet" : "Deployment");
      served.add(arguments.get(1));
    }
    assertThat(served).containsExactlyInAnyOrderElementsOf(SERVICES);
  }

  /** A selector that selects other pods than the workload's own would be refused, or worse. */
  @ParameterizedTest
  @MethodSource("valueFiles")
  void selectsItsOwnPods(Path values) {
    for (JsonNode workload : Chart.rendered(values).workloads()) {
      JsonNode labels = workload.at("/spec/template/metadata/labels");
      workload
          .at("/spec/selector/matchLabels")
          .properties()
          .forEach(label -> assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
    }
  }

  /** How long a probe may fail before something is done. */
  private static int seconds(JsonNode container, String probe) {
    JsonNode settings = container.path(probe);
    return settings.path("periodSeconds").asInt(10) * settings.path("failureThreshold").asInt(3);
  }

  private static String path(JsonNode container, String probe) {
    return container.at("/" + probe + "/httpGet/path").asText();
  }
}
