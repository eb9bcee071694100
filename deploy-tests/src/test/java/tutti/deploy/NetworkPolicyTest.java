package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reaches whom. */
class NetworkPolicyTest {
  private static final Path DEFAULT = Chart.DIRECTORY.resolve("ci/default-values.yaml");
  private static final Path LARGE = Chart.DIRECTORY.resolve("ci/large-values.yaml");

  @Test
  void letsOnlyMembersToTheCluster() {
    Manifests manifests = Chart.rendered(DEFAULT);
    JsonNode members = manifests.one("NetworkPolicy", "tutti-members").path("spec");

    for (JsonNode workload : manifests.workloads()) {
      assertThat(workload.at("/spec/template/metadata/labels").properties())
          .containsAll(members.at("/podSelector/matchLabels").properties());
    }
    assertThat(members.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    assertThat(members.path("ingress")).hasSize(1);
    assertThat(ports(members.at("/ingress/0"))).containsExactly("TCP 15701", "TCP 5701");
    assertThat(members.at("/ingress/0/from")).hasSize(1);
    assertThat(members.at("/ingress/0/from/0/podSelector")).isEqualTo(members.path("podSelector"));
    assertThat(manifests.of("NetworkPolicy")).hasSize(2);
  }

  @Test
  void letsMembersFindAndReachEachOther() {
    JsonNode members = Chart.rendered(DEFAULT).one("NetworkPolicy", "tutti-members").path("spec");

    assertThat(members.path("egress")).hasSize(2);
    assertThat(members.at("/egress/0/to")).hasSize(1);
    assertThat(members.at("/egress/0/to/0/podSelector")).isEqualTo(members.path("podSelector"));
    assertThat(ports(members.at("/egress/0"))).containsExactly("TCP 15701", "TCP 5701");
    assertThat(members.at("/egress/1/to").isMissingNode()).as("wherever names are known").isTrue();
    assertThat(ports(members.at("/egress/1")))
        .containsExactly("TCP 53", "TCP 5353", "UDP 53", "UDP 5353");
  }

  @Test
  void letsTheGatewayAloneBeReached() {
    JsonNode gateway = Chart.rendered(DEFAULT).one("NetworkPolicy", "tutti-gateway").path("spec");

    assertThat(gateway.at("/podSelector/matchLabels/app.kubernetes.io~1component").asText())
        .isEqualTo("gateway");
    assertThat(gateway.path("ingress")).hasSize(1);
    assertThat(gateway.at("/ingress/0/from").isMissingNode()).as("anyone").isTrue();
    assertThat(ports(gateway.at("/ingress/0"))).containsExactly("TCP 8080");
    assertThat(gateway.path("egress")).as("webhooks").hasSize(1);
    assertThat(ports(gateway.at("/egress/0"))).containsExactly("TCP 443");
  }

  @Test
  void letsInWhoIsNamed() {
    Manifests large = Chart.rendered(LARGE);
    JsonNode members = large.one("NetworkPolicy", "signing-members").path("spec");
    JsonNode gateway = large.one("NetworkPolicy", "signing-gateway").path("spec");

    assertThat(members.path("ingress")).hasSize(2);
    assertThat(members.at("/ingress/1/from").toString()).contains("monitoring");
    assertThat(ports(members.at("/ingress/1"))).containsExactly("TCP 9001");
    assertThat(ports(members.at("/egress/2"))).containsExactly("TCP 4317");
    assertThat(gateway.at("/ingress/0/from")).as("and the test").hasSize(2);
    assertThat(gateway.at("/ingress/0/from/0").toString()).contains("\"ingress\"");
  }

  /** All that is said of the database is its address; the policy follows it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "//db/tutti|TCP 5432",
        "//db:6432/tutti?sslmode=require|TCP 6432",
        "//[::1]:5433,db.example,db2/tutti|TCP 5432,TCP 5433",
        "//[::1]/tutti|TCP 5432",
      })
  void letsDataMembersToTheirDatabase(String address, String expected) {
    Manifests manifests =
        Chart.rendered(
            "database: {existingSecret: db, url: 'jdbc:postgresql:%s'}".formatted(address));
    JsonNode database = manifests.one("NetworkPolicy", "tutti-database").path("spec");

    assertThat(database.at("/podSelector"))
        .isEqualTo(manifests.of("StatefulSet").get(0).at("/spec/selector"));
    assertThat(database.path("policyTypes").toString()).isEqualTo("[\"Egress\"]");
    assertThat(database.path("egress")).hasSize(1);
    assertThat(String.join(",", ports(database.at("/egress/0")))).isEqualTo(expected);
  }

  /** Else a load balancer would show the gateway its own address for everybody's. */
  @Test
  void showsTheGatewayItsClientsAddresses() {
    assertThat(
            Chart.rendered("gateway: {service: {type: LoadBalancer}}")
                .one("Service", "tutti-gateway")
                .at("/spec/externalTrafficPolicy")
                .asText())
        .isEqualTo("Local");
    assertThat(
            Chart.rendered(DEFAULT)
                .one("Service", "tutti-gateway")
                .at("/spec/externalTrafficPolicy")
                .isMissingNode())
        .as("which has to be left out")
        .isTrue();
  }

  private static List<String> ports(JsonNode rule) {
    Set<String> ports = new TreeSet<>();
    rule.path("ports")
        .forEach(
            port -> ports.add(port.path("protocol").asText() + " " + port.path("port").asInt()));
    return new ArrayList<>(ports);
  }
}
