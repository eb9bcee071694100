package tutti.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
  @CsvSource(
      delimiter = '|',
      value = {
        "sesion: {replicas: 3}|sesion",
        "session: {replica: 3}|replica",
        "session: {replicas: 0}|replicas",
        "session: {replicas: three}|replicas",
        "crypto: {autoscaling: {maxReplica: 3}}|maxReplica",
        "crypto: {autoscaling: {targetInFlight: many}}|targetInFlight",
        "request: {autoscaling: {enabled: true, targetInFlight: 0}}|targetInFlight",
        "gateway: {service: {type: External}}|type",
        "gateway: {origins: [tutti.example]}|origins",
        "gateway: {ingress: {enabled: true}}|host",
        "image: {tag: 'a b'}|tag",
        "image: {digest: latest}|digest",
        "cluster: {backups: 7}|backups",
        "settings: {phase-timout: 5m}|phase-timout",
        "settings: {database-password: secret}|database-password",
        "settings: {cluster-port: 6000}|cluster-port",
        "database: {url: 'jdbc:postgresql://me:secret@db/tutti'}|url",
        "crypto: {resources: {limits: {memory: null}}}|memory",
        "stop: {leaveSeconds: 0}|leaveSeconds",
        "cluster: {size: 7}|needs 4 data members",
        "session: {replicas: 3, autoscaling: {enabled: true, minReplicas: 1, maxReplicas: 3}}"
            + "|needs 2 data members",
        "{cluster: {size: 3}, session: {replicas: 5}}|both halves",
        "monitoring: {serviceMonitor: {enabled: true, interval: often}}|interval",
        "monitoring: {prometheusRules: {enabled: true}}|prometheusRules",
        "session: {replicas: 2, podDisruptionBudget: {maxUnavailable: many}}|maxUnavailable",
        "{cluster: {backups: 3}, session: {replicas: 3}}|cluster.backups",
        "database: {url: 'jdbc:postgresql://db/tutti'}|existingSecret",
        "crypto: {autoscaling: {enabled: true, minReplicas: 5, maxReplicas: 2}}|minReplicas 5",
      })
  void refusesValuesThatAreWrong(String values, String named) {
    assertThatThrownBy(() -> Chart.rendered(values)).hasMessageContaining(named);
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
