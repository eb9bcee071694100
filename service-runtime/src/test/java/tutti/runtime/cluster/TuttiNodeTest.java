package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.Done;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Operation;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.Settings;

class TuttiNodeTest {
  private static final Operation<Done, Done> PING =
      new Operation<>("test.ping", Done.class, Done.class, Limit.MESSAGE_BYTES);

  private final Nodes nodes = new Nodes();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void servesFromTheMomentItIsReadyUntilItIsClosed() {
    TuttiNode node = nodes.with(Settings.CLUSTER_MEMBERS, "none").start();
    Nodes.await(node.deploy(Pinged::new));

    assertThat(Nodes.await(node.context().bus().request(PING, Done.DONE))).isEqualTo(Done.DONE);

    Nodes.await(node.close());

    assertThat(told).containsExactly("started", "stopped");
    assertThat(node.context().hazelcast().getLifecycleService().isRunning()).isFalse();
  }

  @Test
  void reachesServicesOfOtherMembers() {
    TuttiNode data = nodes.start();
    TuttiNode lite = nodes.startLite();
    Nodes.await(data.deploy(Pinged::new));

    assertThat(Nodes.await(lite.context().bus().request(PING, Done.DONE))).isEqualTo(Done.DONE);
  }

  @Test
  void waitsForADataMemberWhereItHoldsNothingItself() {
    Future<TuttiNode> starting = nodes.startingLite();
    assertThat(starting.isComplete()).isFalse();

    nodes.start();

    Readiness readiness = nodes.remember(Nodes.await(starting)).readiness();
    await().until(() -> readiness.health().up());
  }

  @Test
  void startsNotWhereNoDataMemberIsFound() {
    nodes.with(Settings.JOIN_TIMEOUT, "50ms").with(Settings.CLUSTER_MEMBERS, "none");

    assertThat(Nodes.refusalOf(nodes.startingLite()).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void answersEverythingThatIsAskedWhileItLeaves() {
    nodes.with(Settings.DRAIN_TIME, "2s"); // until even a slow machine has told all members
    TuttiNode staying = nodes.start();
    TuttiNode leaving = nodes.start();
    TuttiNode asking = nodes.startLite();
    Nodes.await(staying.deploy(Pinged::new));
    Nodes.await(leaving.deploy(Pinged::new));
    List<Future<?>> asked = new ArrayList<>();
    askOnce(asking, asked, 200);

    Future<Void> left = leaving.close();
    while (!left.isComplete()) {
      askOnce(asking, asked, 1);
      Nodes.await(asking.context().vertx().timer(1));
    }

    Nodes.await(Future.all(asked));
  }

  @Test
  void leavesEvenWhereAServiceDoesNotStop() {
    TuttiNode node = nodes.with(Settings.CLUSTER_MEMBERS, "none").start();
    Nodes.await(node.deploy(context -> new Endless()));
    Nodes.await(node.deploy(Pinged::new));

    Nodes.await(node.close());

    assertThat(told).containsExactly("started", "stopped");
    assertThat(node.context().hazelcast().getLifecycleService().isRunning()).isFalse();
  }

  @Test
  void startsNoServiceOnceItIsLeaving() {
    TuttiNode node = nodes.with(Settings.CLUSTER_MEMBERS, "none").start();
    Future<Void> left = node.close();

    assertThat(Nodes.refusalOf(node.deploy(Pinged::new)).code()).isEqualTo(ErrorCode.UNAVAILABLE);

    Nodes.await(left);
    assertThat(told).isEmpty();
  }

  @Test
  void reportsAServiceThatDoesNotStart() {
    TuttiNode node = nodes.with(Settings.CLUSTER_MEMBERS, "none").start();

    assertThatThrownBy(() -> Nodes.await(node.deploy(context -> new Broken())))
        .hasMessage("broken on purpose");
  }

  /** Without asking again, as services do when nobody answers. */
  private static void askOnce(TuttiNode node, List<Future<?>> asked, int times) {
    for (int i = 0; i < times; i++) {
      asked.add(
          node.context().vertx().eventBus().request(PING.address(), JsonObject.of("done", true)));
    }
  }

  private static final class Endless extends VerticleBase {
    @Override
    public Future<?> stop() {
      return Promise.promise().future();
    }
  }

  private static final class Broken extends VerticleBase {
    @Override
    public Future<?> start() {
      throw new IllegalStateException("broken on purpose");
    }
  }

  private final class Pinged extends VerticleBase {
    private final ServiceContext services;

    Pinged(ServiceContext services) {
      this.services = services;
    }

    @Override
    public Future<?> start() {
      told.add("started");
      return services.bus().serve(PING, Future::succeededFuture);
    }

    @Override
    public Future<?> stop() {
      told.add("stopped");
      return Future.succeededFuture();
    }
  }
}
