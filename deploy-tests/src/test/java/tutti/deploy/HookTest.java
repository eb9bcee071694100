package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pod of {@code helm test}: a client, with no more rights than one. */
class HookTest {
  private static final Path VALUES = Chart.DIRECTORY.resolve("ci");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"default", "small", "openshift"})
  void isAClientOfTheGatewayThatMayDoNothing(String name) {
    Path values = VALUES.resolve(name + "-values.yaml");
    Manifests chart = Chart.withHooks(values, directory);
    JsonNode pod = chart.one("Pod", "tutti-test");

    KubernetesModel.validate(pod);
    PodPolicyTest.requireTheLeastThatThereIs(pod.path("spec"));
    assertThat(pod.at("/metadata/annotations/was~1hook").asText()).isEqualTo("test");
    assertThat(pod.at("/spec/enableServiceLinks").asBoolean(true)).isFalse();
    assertThat(pod.at("/spec/containers/0/image"))
        .isEqualTo(Manifests.container(chart.workloads().get(0)).path("image"));
    List<String> arguments = new ArrayList<>();
    pod.at("/spec/containers/0/args").forEach(word -> arguments.add(word.asText()));
    int port = chart.one("Service", "tutti-gateway").at("/spec/ports/0/port").asInt();
    assertThat(arguments)
        .containsExactly("signers", "--url=http://tutti-gateway:" + port, "--json");
  }

  /** Whoever has the labels of members may talk to the port of the cluster. */
  @Test
  void isNoMember() {
    Path values = VALUES.resolve("default-values.yaml");
    Manifests chart = Chart.withHooks(values, directory);
    JsonNode labels = chart.one("Pod", "tutti-test").at("/metadata/labels");
    JsonNode members = chart.one("NetworkPolicy", "tutti-members");

    assertThat(members.at("/spec/podSelector/matchLabels").properties())
        .anySatisfy(
            label -> assertThat(labels.path(label.getKey())).isNotEqualTo(label.getValue()));
  }

  @Test
  void isNotThereWhereNobodyCouldAskWithoutACertificate() {
    assertThat(Chart.withHooks(VALUES.resolve("large-values.yaml"), directory).of("Pod")).isEmpty();
  }
}
