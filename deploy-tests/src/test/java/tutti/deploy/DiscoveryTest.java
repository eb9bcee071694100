package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.cluster.Cluster;
import io.vertx.core.Future;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/**
 * Members that find each other by the API of Kubernetes: with the settings and the rights that the
 * chart gives them, each at an address of its own, as pods are.
 */
@Timeout(60)
class DiscoveryTest {
  private static final Manifests CHART = Chart.rendered("cluster: {discovery: kubernetes}");
  private static final JsonNode ROLE = CHART.one("Role", "tutti");
  private static final String SERVICE = "tutti-cluster";
  private static final String OWN_ADDRESS = "hazelcast.local.localAddress";

  private final List<TuttiNode> members = new ArrayList<>();
  private final String cluster = "test-" + UUID.randomUUID();
  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);

  @AfterEach
  void stop() {
    members.forEach(member -> await(member.close()));
    System.clearProperty(OWN_ADDRESS);
    List.of("kubernetes-master", "ca-certificate", "api-token")
        .forEach(name -> System.clearProperty("hazelcast.kubernetes." + name));
  }

  @Test
  void findsPodsThatComeAndGo() throws Exception {
    try (EndpointsApi api = api(ROLE)) {
      api.put(SERVICE, List.of("127.0.0.2", "127.0.0.3", "127.0.0.4"));
      start("127.0.0.2");
      start("127.0.0.3");
      start("127.0.0.4");
      awaitMembers("127.0.0.2", "127.0.0.3", "127.0.0.4");

      startLite("127.0.0.5", "30s");
      awaitMembers("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5");

      members.remove(0).context().hazelcast().getLifecycleService().terminate();
      api.put(SERVICE, List.of("127.0.0.3", "127.0.0.4", "127.0.0.6"));
      start("127.0.0.6");
      awaitMembers("127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6");
      assertThat(api.refused())
          .as("Hazelcast looks for its zone; nothing depends on it")
          .allMatch(path -> path.startsWith("/api/v1/namespaces/tutti/pods/"));
    }
  }

  @Test
  void findsNobodyWithoutTheRole() throws Exception {
    ObjectNode nothing = ROLE.deepCopy();
    nothing.putArray("rules");
    try (EndpointsApi api = api(nothing)) {
      api.put(SERVICE, List.of("127.0.0.2"));
      start("127.0.0.2");

      requireAlone("127.0.0.3");
      assertThat(api.refused())
          .contains("/apis/discovery.k8s.io/v1/namespaces/tutti/endpointslices");
    }
  }

  @Test
  void takesNoPodsOfAnotherServiceForMembers() throws Exception {
    try (EndpointsApi api = api(ROLE)) {
      api.put("another", List.of("127.0.0.2"));
      start("127.0.0.2");

      requireAlone("127.0.0.3");
    }
  }

  @Test
  void givesEachPodATokenThatMayDoNothingElse() {
    CHART.of("Role", "RoleBinding").forEach(KubernetesModel::validate);
    assertThat(ROLE.path("rules").toString())
        .isEqualTo(
            "[{\"apiGroups\":[\"discovery.k8s.io\"],\"resources\":[\"endpointslices\"],"
                + "\"verbs\":[\"list\"]}]");
    JsonNode binding = CHART.of("RoleBinding").get(0);
    assertThat(binding.at("/roleRef/name").asText()).isEqualTo(Manifests.name(ROLE));
    assertThat(binding.path("subjects")).hasSize(1);
    for (JsonNode workload : CHART.workloads()) {
      JsonNode pod = workload.at("/spec/template/spec");
      assertThat(pod.path("automountServiceAccountToken").asBoolean()).isTrue();
      assertThat(pod.path("serviceAccountName")).isEqualTo(binding.at("/subjects/0/name"));
    }
  }

  @Test
  void letsMembersOutToTheApiOnlyThen() {
    assertThat(egress(CHART)).contains("{\"protocol\":\"TCP\",\"port\":6443}");
    Manifests byName = Chart.rendered("cluster: {discovery: dns}");

    assertThat(byName.of("Role", "RoleBinding")).isEmpty();
    assertThat(egress(byName)).doesNotContain("443");
  }

  private static String egress(Manifests manifests) {
    return manifests.one("NetworkPolicy", "tutti-members").at("/spec/egress").toString();
  }

  private static EndpointsApi api(JsonNode role) throws IOException, GeneralSecurityException {
    EndpointsApi api = new EndpointsApi(role);
    api.access().forEach(System::setProperty);
    return api;
  }

  private void start(String address) {
    start(address, settings(address));
  }

  private void startLite(String address, String patience) {
    Settings lite = settings(address).with(Settings.ROLE, "lite");
    start(address, lite.with(Settings.JOIN_TIMEOUT, patience));
  }

  /** Hazelcast finds addresses of loopback but the first only if it is told so. */
  private void start(String address, Settings settings) {
    System.setProperty(OWN_ADDRESS, address);
    members.add(await(TuttiNode.start(settings)));
  }

  /** As the chart says, but for the address of the pod and the port, which others here may have. */
  private Settings settings(String address) {
    JsonNode set = CHART.of("StatefulSet").get(0);
    Map<String, String> flags = new HashMap<>();
    flags.put("cluster-members", Manifests.variable(set, "TUTTI_CLUSTER_MEMBERS"));
    flags.put("cluster-size", Manifests.variable(set, "TUTTI_CLUSTER_SIZE"));
    flags.put("cluster-host", address);
    flags.put("cluster-name", cluster);
    flags.put("cluster-port", String.valueOf(port));
    flags.put("drain-time", "1ms");
    flags.put("leave-timeout", "5s");
    return Settings.load(flags, Map.of());
  }

  private void requireAlone(String address) {
    assertThatThrownBy(() -> startLite(address, "1s"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private void awaitMembers(String... addresses) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(members)
                    .allSatisfy(
                        member ->
                            assertThat(addresses(member.context().hazelcast().getCluster()))
                                .containsExactlyInAnyOrder(addresses)));
  }

  private static List<String> addresses(Cluster cluster) {
    return cluster.getMembers().stream().map(member -> member.getAddress().getHost()).toList();
  }

  private static <T> T await(Future<T> future) {
    return future.await();
  }
}
