package tutti.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.cli.serve.Service;
import tutti.protocol.Refusal;

class ManifestsTest {
  private static final Path RENDERED = Path.of("..", "deploy", "kubernetes", "tutti.yaml");

  @TempDir private Path directory;

  @Test
  void readsWhatTheChartRenders() {
    Manifests manifests = Manifests.read(RENDERED);

    assertThat(manifests.memberName()).isEqualTo("tutti-cluster.tutti.svc.cluster.local");
    assertThat(manifests.searched())
        .containsExactly("tutti.svc.cluster.local", "svc.cluster.local", "cluster.local");
    assertThat(manifests.workloads())
        .extracting(Workload::service)
        .containsExactlyInAnyOrder(Service.values())
        .startsWith(Service.SESSION);
  }

  @Test
  void knowsWhoHoldsDocuments() {
    Workload session = workload(RENDERED, Service.SESSION);
    Workload crypto = workload(RENDERED, Service.CRYPTO);

    assertThat(session.ordered()).isTrue();
    assertThat(session.named()).isTrue();
    assertThat(crypto.ordered()).isFalse();
    assertThat(crypto.named()).isFalse();
    assertThat(session.replicas()).isEqualTo(3);
    assertThat(crypto.replicas()).isEqualTo(2);
  }

  @Test
  void takesTimesAndVariablesFromThePods() {
    Workload session = workload(RENDERED, Service.SESSION);

    assertThat(session.grace()).isGreaterThan(Duration.ofSeconds(60));
    assertThat(session.minReady()).isPositive();
    assertThat(session.maxUnavailable()).isEqualTo(1);
    assertThat(session.environmentAt("10.0.0.7"))
        .containsEntry("TUTTI_CLUSTER_HOST", "10.0.0.7")
        .containsEntry("TUTTI_CLUSTER_MEMBERS", "tutti-cluster.tutti.svc:5701")
        .containsEntry("TUTTI_ROLE", "data");
    assertThat(session.environment()).doesNotContainKey("TUTTI_CLUSTER_HOST");
    assertThat(session.settings()).isNotBlank();
  }

  @Test
  void refusesAVariableWhoseValueIsElsewhere() throws IOException {
    Path file =
        changed(
            "{name: TUTTI_ROLE, value: data}",
            "{name: TUTTI_ROLE, valueFrom: {secretKeyRef: {name: a, key: b}}}");

    assertThatThrownBy(() -> Manifests.read(file).workloads())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("the value of TUTTI_ROLE is elsewhere");
  }

  @Test
  void refusesNamesThatHideMembersWhichAreNotReady() throws IOException {
    Path file = changed("publishNotReadyAddresses: true", "publishNotReadyAddresses: false");

    assertThatThrownBy(() -> Manifests.read(file).workloads())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no headless Service that publishes addresses");
  }

  @Test
  void refusesManifestsWithoutAService() throws IOException {
    Path file = changed("args: [serve, crypto]", "args: [serve, cake]");

    assertThatThrownBy(() -> Manifests.read(file).workloads())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no workload that serves crypto");
  }

  @Test
  void refusesPodsOfWhichAnyNumberMayBeMissing() throws IOException {
    Path file = changed("kind: PodDisruptionBudget", "kind: PodDisruptionDream");

    assertThatThrownBy(() -> Manifests.read(file).workloads())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no PodDisruptionBudget of");
  }

  @Test
  void refusesWhatIsNoYaml() throws IOException {
    Path file = Files.writeString(directory.resolve("broken.yaml"), "a: [");

    assertThatThrownBy(() -> Manifests.read(file))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("cannot read");
  }

  private Path changed(String from, String to) throws IOException {
    String all = Files.readString(RENDERED);
    assertThat(all).contains(from);
    return Files.writeString(directory.resolve("changed.yaml"), all.replace(from, to));
  }

  private static Workload workload(Path file, Service service) {
    return Manifests.read(file).workloads().stream()
        .filter(one -> one.service() == service)
        .findFirst()
        .orElseThrow();
  }
}
