package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hazelcast.instance.BuildInfoProvider;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The commands of docs/operations.md, by Helm itself, on something that answers like Kubernetes.
 */
class UpgradeTest {
  private static final String APPS = "/apis/apps/v1/namespaces/tutti/";
  private static final String CRYPTO = APPS + "deployments/tutti-crypto";
  private static final String RELEASES = "/api/v1/namespaces/tutti/secrets/";
  private static final String SESSION = APPS + "statefulsets/tutti-session";

  private ApiServer kubernetes;

  @BeforeEach
  void install() throws IOException {
    kubernetes = new ApiServer();
    Release release =
        new Helm(Chart.DIRECTORY)
            .install()
            .withName(Chart.RELEASE)
            .withNamespace(Chart.NAMESPACE)
            .withKubeConfigContents(kubernetes.access())
            .disableOpenApiValidation()
            .call();
    assertThat(release.getStatus()).isEqualTo("deployed");
  }

  @AfterEach
  void stop() {
    kubernetes.close();
  }

  @Test
  void installsAsManyAsTheValuesSay() {
    assertThat(replicas(CRYPTO)).isEqualTo(2);
    assertThat(replicas(SESSION)).isEqualTo(3);
  }

  /** Left out of the manifest, the number would become 1: two of four workers would go at once. */
  @Test
  void keepsWhatRunsWhereScalingByLoadIsSwitchedOn() {
    kubernetes.scale(CRYPTO, 4);
    upgrade().set("crypto.autoscaling.enabled", true).call();

    assertThat(replicas(CRYPTO)).isEqualTo(4);
  }

  @Test
  void keepsWhatTheLoadHasMadeOfIt() {
    upgrade().set("crypto.autoscaling.enabled", true).call();
    kubernetes.scale(CRYPTO, 7);
    upgrade().set("settings.phase-timeout", "5m").call();

    assertThat(replicas(CRYPTO)).isEqualTo(7);
  }

  @Test
  void startsAtTheLeastWhereLessRuns() {
    upgrade()
        .set("crypto.autoscaling.enabled", true)
        .set("crypto.autoscaling.minReplicas", 5)
        .call();

    assertThat(replicas(CRYPTO)).isEqualTo(5);
  }

  @Test
  void scalesByAValue() {
    upgrade().set("crypto.replicas", 4).call();
    upgrade().set("settings.phase-timeout", "5m").call();

    assertThat(replicas(CRYPTO)).as("the next upgrade keeps it").isEqualTo(4);
  }

  /**
   * Three and five data members bear the loss of one and of two; in between the size goes along.
   */
  @Test
  void scalesDataMembersTogetherWithTheSizeOfTheCluster() {
    upgrade().set("session.replicas", 5).call();

    assertThat(replicas(SESSION)).isEqualTo(5);
    assertThat(Manifests.variable(kubernetes.object(SESSION), "TUTTI_CLUSTER_SIZE")).isEqualTo("5");
    assertThatThrownBy(() -> upgrade().set("cluster.size", 3).call())
        .hasMessageContaining("both halves");
    assertThat(replicas(SESSION)).isEqualTo(5);
  }

  /** As written for a release of another Hazelcast: all data members stop, then start anew. */
  @Test
  void startsAgainWhatWasStopped() {
    kubernetes.scale(SESSION, 0);
    upgrade().set("cluster.name", "tutti-2").set("session.replicas", 3).call();

    assertThat(Manifests.variable(kubernetes.object(SESSION), "TUTTI_CLUSTER_NAME"))
        .isEqualTo("tutti-2");
    assertThat(replicas(SESSION)).isEqualTo(3);
  }

  /** What {@code helm test} runs is in the release alone, and in nothing that is rendered. */
  @Test
  void testsByAPodThatMayDoNoMoreThanOthers() throws IOException {
    List<JsonNode> hooks = hooks(kubernetes.object(RELEASES + "sh.helm.release.v1.tutti.v1"));

    assertThat(hooks).hasSize(1).allSatisfy(KubernetesModel::validate);
    PodPolicyTest.requireTheLeastThatThereIs(hooks.get(0).path("spec"));
    assertThat(hooks.get(0).at("/metadata/annotations/helm.sh~1hook").asText()).isEqualTo("test");
    assertThat(hooks.get(0).at("/spec/containers/0/args").toString())
        .isEqualTo("[\"signers\",\"--url=http://tutti-gateway:8080\",\"--json\"]");
  }

  /** Helm keeps a release as JSON, zipped, and in Base64, which a Secret's data are once more. */
  private static List<JsonNode> hooks(JsonNode secret) throws IOException {
    byte[] release = Base64.getDecoder().decode(secret.at("/data/release").binaryValue());
    List<JsonNode> hooks = new ArrayList<>();
    try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(release))) {
      for (JsonNode hook : new ObjectMapper().readTree(unzipped).path("hooks")) {
        hooks.addAll(Manifests.parse(hook.path("manifest").asText()).all());
      }
    }
    return hooks;
  }

  /** Rolling updates are for patches of it only: so whoever upgrades has to know. */
  @Test
  void knowsWhichReleaseOfHazelcastItIs() throws IOException {
    String version = BuildInfoProvider.getBuildInfo().getVersion();

    assertThat(Files.readString(Path.of("..", "CHANGELOG.md"))).contains("Hazelcast " + version);
  }

  private int replicas(String path) {
    return kubernetes.object(path).at("/spec/replicas").asInt();
  }

  /** {@code helm upgrade tutti deploy/helm/tutti --reset-then-reuse-values}. */
  private UpgradeCommand upgrade() {
    return new Helm(Chart.DIRECTORY)
        .upgrade()
        .withName(Chart.RELEASE)
        .withNamespace(Chart.NAMESPACE)
        .withKubeConfigContents(kubernetes.access())
        .disableOpenApiValidation()
        .resetThenReuseValues();
  }
}
