package tutti.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.cluster.Nodes;

class ClusterMetersTest {
  private static final String SAFE = "tutti.cluster.safe";

  private final Nodes nodes = new Nodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void showsOfWhoHoldsDocumentsAloneWhetherTheyHaveTheirCopies() {
    MeterRegistry data = nodes.start().context().meters();
    MeterRegistry lite = nodes.startLite().context().meters();

    Gauge safe = data.get(SAFE).gauge();
    await().until(() -> safe.value() == 1);
    assertThat(lite.find(SAFE).gauge()).isNull();
    assertThat(lite.get("tutti.cluster.members").tag("role", "data").gauge().value()).isEqualTo(1);
  }
}
