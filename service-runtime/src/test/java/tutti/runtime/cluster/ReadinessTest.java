package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.config.Settings;
import tutti.runtime.management.Check;

class ReadinessTest {
  private final Nodes nodes = new Nodes();
  private final List<Readiness> looking = new ArrayList<>();

  @AfterEach
  void stop() {
    looking.forEach(Readiness::close);
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

  @Test
  void isNotReadyBeforeAllCopiesAreThere() {
    AtomicBoolean copied = new AtomicBoolean();
    Readiness readiness = looking(nodes.start(), Future::succeededFuture, copied::get);
    await().until(() -> down(readiness).equals(List.of("copies")));

    copied.set(true);
    await().until(() -> readiness.health().up());

    copied.set(false); // as after the loss of another member
    await().during(Duration.ofSeconds(2)).until(() -> readiness.health().up());
  }

  @Test
  void asksAgainForCopiesWhereItHadNoAnswer() {
    Queue<Supplier<CompletionStage<Boolean>>> answers =
        new ConcurrentLinkedQueue<>(
            List.of(
                () -> CompletableFuture.failedFuture(new IllegalStateException("lost")),
                () -> {
                  throw new IllegalStateException("not sent");
                },
                () -> CompletableFuture.completedFuture(true)));

    Readiness readiness =
        new Readiness(
                nodes.start().context().hazelcast(),
                nodes.settings(),
                Future::succeededFuture,
                () -> answers.remove().get())
            .start();
    looking.add(readiness);

    await().until(() -> readiness.health().up());
    assertThat(answers).isEmpty();
  }

  @Test
  void isNotReadyWhileNothingArrives() {
    Promise<Void> silence = Promise.promise();
    AtomicReference<Future<Void>> sent = new AtomicReference<>(silence.future());
    Readiness readiness = looking(nodes.start(), sent::get, () -> true);
    await().during(Duration.ofSeconds(2)).until(() -> down(readiness).contains("bus"));

    sent.set(Future.succeededFuture());

    await().until(() -> readiness.health().up());
  }

  /** It can be found no more, as where the port of its event bus is closed to others. */
  @Test
  void isNotReadyWhereOtherMembersCannotSend() {
    Readiness first = nodes.start().readiness();
    TuttiNode deaf = nodes.start();
    await().until(() -> first.health().up());
    HazelcastInstance store = deaf.context().hazelcast();
    String address = "tutti.node." + store.getCluster().getLocalMember().getUuid();
    assertThat(store.getMultiMap("__vertx.subs").remove(address)).isNotEmpty();

    Readiness readiness = deaf.readiness();

    await().during(Duration.ofSeconds(2)).until(() -> down(readiness).contains("bus"));
  }

  private Readiness looking(TuttiNode node, Supplier<Future<Void>> echo, BooleanSupplier copies) {
    Readiness readiness =
        new Readiness(
                node.context().hazelcast(),
                nodes.settings(),
                echo,
                () -> CompletableFuture.completedFuture(copies.getAsBoolean()))
            .start();
    looking.add(readiness);
    return readiness;
  }

  private static List<String> down(Readiness readiness) {
    return readiness.health().checks().stream()
        .filter(check -> check.outcome() == Check.Outcome.DOWN)
        .map(Check::name)
        .toList();
  }

  private static final class Idle extends VerticleBase {}
}
