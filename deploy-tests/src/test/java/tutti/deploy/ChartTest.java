package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  static List<Path> valueFiles() {
    return Chart.valueFiles();
  }

  @Test
  void passesStrictLint() {
    LintResult result = Chart.lint();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void rendersOnlyWhatKubernetesKnows(Path values) {
    for (var document : Chart.rendered(values).all()) {
      KubernetesModel.validate(document);
    }
  }

  @Test
  void noticesAFieldThatKubernetesDoesNotKnow() {
    Manifests manifests =
        Manifests.parse(
            """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: x}
            spec: {maxUnavailabel: 1}
            """);

    assertThatThrownBy(() -> KubernetesModel.validate(manifests.all().get(0)))
        .hasMessageContaining("maxUnavailabel");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containers: [{name: x, imagePolicy: Always}]",
        "containers: [{name: x, env: [{name: a, valeu: b}]}]",
        "{containers: [], volumes: [{name: x, emptyDirectory: {}}]}",
      })
  void noticesAFieldInAListThatKubernetesDoesNotKnow(String pod) {
    String set =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: x}
        spec:
          selector: {}
          template:
            spec:
              %s
        """;
    Manifests manifests = Manifests.parse(set.formatted(pod));

    assertThatThrownBy(() -> KubernetesModel.validate(manifests.all().get(0)))
        .hasMessageContaining("not defined");
  }

  @Test
  void tellsWhatToWaitForAndWhatToKnow() {
    assertThat(Chart.notes(Chart.DIRECTORY.resolve("ci/default-values.yaml")))
        .contains("3 data members", "before 2 of them have joined", "a node of its own")
        .contains("statefulset/tutti-session", "gone when all data members are", "test tutti")
        .doesNotContain("Without network policies");
    assertThat(Chart.notes(Chart.DIRECTORY.resolve("ci/large-values.yaml")))
        .contains("5 data members", "before 3 of them have joined", "statefulset/signing-session")
        .contains("--url https://127.0.0.1:8080")
        .doesNotContain("gone when all", "a node of its own", "test tutti");
    assertThat(Chart.notes(Chart.DIRECTORY.resolve("ci/small-values.yaml")))
        .contains("before it has joined", "Without network policies")
        .doesNotContain("a node of its own");
  }

  /** A label may hold no plus, which a version may. */
  @Test
  void namesAVersionWithAPlusInALabel(@TempDir Path directory) throws IOException {
    Chart.copyTo(directory);
    Path chart = directory.resolve("Chart.yaml");
    Files.writeString(
        chart, Files.readString(chart).replaceFirst("(?m)^version: .*$", "version: 1.2.3+build"));

    assertThat(new Helm(directory).template().withKubeVersion("1.33.0").call())
        .contains("helm.sh/chart: tutti-1.2.3_build");
  }

  @Test
  void isOfTheVersionThatIsBuilt() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    String chart = Files.readString(Chart.DIRECTORY.resolve("Chart.yaml"));

    assertThat(pom).contains("<version>" + appVersion(chart) + "</version>");
  }

  private static String appVersion(String chart) {
    return chart
        .lines()
        .filter(line -> line.startsWith("appVersion: "))
        .findFirst()
        .orElseThrow()
        .substring("appVersion: ".length());
  }
}
