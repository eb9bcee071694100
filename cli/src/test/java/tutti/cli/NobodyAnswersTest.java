package tutti.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tutti.cli.serve.PrivateCluster;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

class NobodyAnswersTest {
  @Test
  void saysThatNobodyServesWhatItAsksFor() {
    Settings settings = Settings.load(PrivateCluster.flags(Map.of()), Map.of());
    TuttiNode withoutServices =
        TuttiNode.start(settings).toCompletionStage().toCompletableFuture().join();

    Run run =
        Run.of(
            "status",
            "00".repeat(32),
            "--timeout=1s",
            "--cluster-port=" + settings.get(Settings.CLUSTER_PORT),
            "--cluster-members=" + settings.get(Settings.CLUSTER_MEMBERS).get(0),
            "--cluster-name=" + settings.get(Settings.CLUSTER_NAME));
    withoutServices.close().toCompletionStage().toCompletableFuture().join();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("error: UNAVAILABLE: nobody serves tutti.session.status");
  }
}
