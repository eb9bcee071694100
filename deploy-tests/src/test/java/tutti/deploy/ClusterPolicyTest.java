package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** By itself a JVM keeps an answer for half a minute: one without those that start just then. */
  @Test
  void hearsSoonOfMembersThatHaveJustStarted() throws IOException {
    String flags = Files.readString(Path.of("..", "deploy", "image", "jvm.flags"));
    Matcher known = Pattern.compile("(?m)^-Dsun.net.inetaddr.ttl=(\\d+)$").matcher(flags);

    assertThat(known.find()).isTrue();
    assertThat(Integer.parseInt(known.group(1))).isBetween(1, 5);
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

    assertThat(large.of("HorizontalPodAutoscaler"))
        .extracting(Manifests::service)
        .containsExactlyInAnyOrder("request", "crypto", "gateway");
    for (JsonNode scaler : large.of("HorizontalPodAutoscaler")) {
      JsonNode down = scaler.at("/spec/behavior/scaleDown");
      assertThat(down.path("stabilizationWindowSeconds").asInt()).isGreaterThanOrEqualTo(300);
      assertThat(down.at("/policies/0/value").asInt()).isEqualTo(1);
      JsonNode target = scaler.at("/spec/scaleTargetRef");
      JsonNode workload = large.one(target.path("kind").asText(), target.path("name").asText());
      assertThat(workload.at("/spec/replicas").isMissingNode()).isTrue();
    }
    assertThat(large.one("Deployment", "signing-discovery").at("/spec/replicas").asInt())
        .isEqualTo(2);
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

  /** OrderedReady would wait for the first to be ready, which waits for a majority: for ever. */
  @ParameterizedTest
  @MethodSource("valueFiles")
  void startsDataMembersTogetherAndReplacesThemOneByOne(Path values) {
    JsonNode spec = Chart.rendered(values).of("StatefulSet").get(0).path("spec");

    assertThat(spec.path("podManagementPolicy").asText()).isEqualTo("Parallel");
    assertThat(spec.at("/updateStrategy/type").asText()).isEqualTo("RollingUpdate");
    assertThat(spec.at("/updateStrategy/rollingUpdate").isMissingNode()).isTrue();
    assertThat(spec.path("minReadySeconds").asInt()).isPositive();
  }

  /** Whoever is updated or drained is away for a while: the others have to be enough to write. */
  @ParameterizedTest
  @MethodSource("valueFiles")
  void writesWhileADataMemberIsAway(Path values) {
    Manifests manifests = Chart.rendered(values);
    JsonNode set = manifests.of("StatefulSet").get(0);
    int members = set.at("/spec/replicas").asInt();
    int size = Integer.parseInt(Manifests.variable(set, "TUTTI_CLUSTER_SIZE"));

    assertThat(members == 1 || members - 1 > size / 2).isTrue();
  }

  @Test
  void takesOneNodeForEachDataMember() {
    Manifests manifests = Chart.rendered(DEFAULT);

    for (JsonNode workload : manifests.workloads()) {
      boolean holds = Manifests.service(workload).equals("session");
      for (JsonNode spread : workload.at("/spec/template/spec/topologySpreadConstraints")) {
        boolean node = spread.path("topologyKey").asText().equals("kubernetes.io/hostname");
        assertThat(spread.path("whenUnsatisfiable").asText())
            .isEqualTo(holds && node ? "DoNotSchedule" : "ScheduleAnyway");
        assertThat(spread.path("minDomains").asInt()).isEqualTo(holds && node ? 3 : 0);
      }
    }
  }

  /** An address that was a pod's of one may be a pod's of the other the next day. */
  @Test
  void keepsTwoInstallationsApart() {
    assertThat(clusterNames(Chart.rendered(DEFAULT))).containsExactly("tutti-tutti");
    assertThat(clusterNames(Chart.rendered("cluster: {name: mine}"))).containsExactly("mine");
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

  private static Set<String> clusterNames(Manifests manifests) {
    return manifests.workloads().stream()
        .map(workload -> Manifests.variable(workload, "TUTTI_CLUSTER_NAME"))
        .collect(Collectors.toSet());
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

  /**
   * Whom to trust comes from a Secret, and no weaker way is taken than to look at the name, too.
   */
  @ParameterizedTest
  @CsvSource({
    "tutti, tutti?sslrootcert=/etc/tutti/database-ca/ca.crt&sslmode=verify-full",
    "tutti?a=b, tutti?a=b&sslrootcert=/etc/tutti/database-ca/ca.crt&sslmode=verify-full",
    "tutti?sslmode=verify-ca, tutti?sslmode=verify-ca&sslrootcert=/etc/tutti/database-ca/ca.crt",
  })
  void trustsTheDatabasesOwnAuthority(String name, String expected) {
    String database =
        "database: {url: 'jdbc:postgresql://db/%s', existingSecret: db, caSecret: ca}";
    Manifests manifests = Chart.rendered(database.formatted(name));
    JsonNode set = manifests.of("StatefulSet").get(0);

    assertThat(Manifests.variable(set, "TUTTI_DATABASE_URL"))
        .isEqualTo("jdbc:postgresql://db/" + expected);
    assertThat(Manifests.container(set).path("volumeMounts").toString())
        .contains("{\"name\":\"database-ca\",\"mountPath\":\"/etc/tutti/database-ca\"");
    assertThat(set.at("/spec/template/spec/volumes").toString())
        .contains("\"secretName\":\"ca\"", "{\"key\":\"ca.crt\",\"path\":\"ca.crt\"}");
    for (JsonNode deployment : manifests.of("Deployment")) {
      assertThat(deployment.toString()).doesNotContain("database-ca", "jdbc:");
    }
  }

  @Test
  void goesWithoutWhatIsSwitchedOff() {
    Manifests small = Chart.rendered(Chart.DIRECTORY.resolve("ci/small-values.yaml"));

    assertThat(small.of("NetworkPolicy", "ServiceAccount", "Ingress")).isEmpty();
    assertThat(small.of("PodDisruptionBudget")).hasSize(4);
  }
}
