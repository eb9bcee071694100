package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.config.Settings;
import tutti.runtime.management.Check;

class ReadinessTest {
  private final Nodes nodes = new Nodes();

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void isReadyOnceAllIsAsItShouldBe() {
    Readiness readiness = nodes.start().readiness();

    await().until(() -> readiness.health().up());

    assertThat(readiness.health().checks())
        .extracting(Check::name)
        .containsExactlyInAnyOrder(
            "serving", "joined", "data-member", "quorum", "bus", "copies", "looked");
  }

  @Test
  void isNotReadyOnceTheLastDataMemberIsGone() {
    TuttiNode data = nodes.start();
    Readiness lite = nodes.startLite().readiness();
    await().until(() -> lite.health().up());

    nodes.kill(data);

    await().until(() -> down(lite).contains("data-member"));
  }

  @Test
  void isNotReadyWithTooFewDataMembersToWrite() {
    nodes.with(Settings.CLUSTER_SIZE, "3");
    Readiness first = nodes.start().readiness();
    await().until(() -> down(first).equals(List.of("quorum")));

    nodes.start();

    await().until(() -> first.health().up());
  }

  @Test
  void isNotReadyFromTheMomentThatItIsToldToStop() {
    TuttiNode node = nodes.with(Settings.NOTICE_TIME, "200ms").start();
    Nodes.await(node.deploy(context -> new Idle()));
    Readiness readiness = node.readiness();
    await().until(() -> readiness.health().up());

    Future<Void> closed = node.close();

    assertThat(down(readiness)).containsExactly("serving");
    assertThat(node.context().hazelcast().getLifecycleService().isRunning()).isTrue();
    Nodes.await(closed);
    assertThat(down(readiness)).contains("serving");
  }

  @Test
  void isNotReadyAfterItWasDropped() {
    TuttiNode node = nodes.start();
    Readiness readiness = node.readiness();
    await().until(() -> readiness.health().up());

    nodes.kill(node);

    await().until(() -> down(readiness).contains("joined"));
  }

  private static List<String> down(Readiness readiness) {
    return readiness.health().checks().stream()
        .filter(check -> check.outcome() == Check.Outcome.DOWN)
        .map(Check::name)
        .toList();
  }

  private static final class Idle extends VerticleBase {}
}
