package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** That what is rendered for those without Helm is what the chart renders. */
class DriftTest {
  private static final Path RENDERED = Path.of("..", "deploy", "kubernetes", "tutti.yaml");

  @Test
  void isWhatTheChartRenders() throws IOException {
    String chart = Chart.text(Chart.DIRECTORY.resolve("ci/default-values.yaml"));
    String expected =
        "# Rendered from deploy/helm/tutti; deploy/kubernetes/README.md says how.\n"
            + Manifests.withoutHelm(chart);
    if (Boolean.getBoolean("render")) {
      Files.writeString(RENDERED, expected);
    }

    assertThat(Files.readString(RENDERED)).isEqualTo(expected);
  }

  @Test
  void doesNotSayThatHelmLooksAfterIt() throws IOException {
    assertThat(Files.readString(RENDERED)).doesNotContain("managed-by: Helm", "helm.sh/");
  }

  @Test
  void holdsNothingButTheFourServicesAndTheGateway() throws IOException {
    Manifests rendered = Manifests.parse(Files.readString(RENDERED));

    assertThat(rendered.workloads()).hasSize(5);
    assertThat(rendered.of("Pod", "Secret")).isEmpty();
  }

  @Test
  void putsItIntoANamespaceThatAdmitsNothingMore() throws IOException {
    Manifests manifests =
        Manifests.parse(Files.readString(RENDERED.resolveSibling("namespace.yaml")));

    assertThat(manifests.all()).hasSize(1).allSatisfy(KubernetesModel::validate);
    assertThat(manifests.all().get(0).at("/metadata/name").asText()).isEqualTo(Chart.NAMESPACE);
    assertThat(manifests.all().get(0).at("/metadata/labels").toString())
        .contains("\"pod-security.kubernetes.io/enforce\":\"restricted\"");
  }
}
