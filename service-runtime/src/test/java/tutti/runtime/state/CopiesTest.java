package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.cluster.TuttiNode;

class CopiesTest {
  private static final String MAP = "copied";
  private static final List<String> KEYS = IntStream.range(0, 40).mapToObj(i -> "" + i).toList();

  private final Nodes nodes = new Nodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void areCompleteOnceNothingIsLostWithAMember() {
    TuttiNode first = nodes.start();
    KEYS.forEach(key -> map(first).put(key, key));
    TuttiNode second = nodes.start();
    TuttiNode lite = nodes.startLite();

    await().until(() -> Copies.areCompleteEverywhere(store(lite)).join());

    assertThat(Copies.areComplete(store(first))).isTrue();
    nodes.kill(first);
    await().until(() -> store(second).getCluster().getMembers().size() == 2);
    assertThat(map(second).keySet()).containsExactlyInAnyOrderElementsOf(KEYS);
  }

  @Test
  void areNotCompleteWhereNobodyHoldsDocuments() {
    TuttiNode data = nodes.start();
    TuttiNode lite = nodes.startLite();
    await().until(() -> Copies.areCompleteEverywhere(store(lite)).join());

    nodes.kill(data);

    await().until(() -> !Copies.areCompleteEverywhere(store(lite)).join());
    nodes.kill(lite);
    assertThat(Copies.areCompleteEverywhere(store(lite))).isCompletedWithValue(false);
  }

  /** As when a member is silent: each look then takes ten seconds. */
  @Test
  void doNotKeepQueriesWaiting() throws InterruptedException {
    TuttiNode first = nodes.start();
    TuttiNode second = nodes.start();
    TuttiNode lite = nodes.startLite();
    KEYS.forEach(key -> map(first).put(key, key));
    nodes.awaitSafe();
    List<String> held = KEYS.stream().filter(key -> isHeldBy(second, key)).toList();
    assertThat(held).isNotEmpty();
    held.forEach(key -> map(first).submitToKey(key, new Hold()));
    assertThat(Hold.BEGUN.await(10, TimeUnit.SECONDS)).isTrue();

    List<CompletableFuture<Boolean>> looks =
        IntStream.range(0, 20).mapToObj(i -> Copies.areCompleteEverywhere(store(lite))).toList();

    try {
      // The looks begin at some time in between.
      await().during(Duration.ofSeconds(1)).until(() -> isFound(lite, KEYS.get(0)));
      assertThat(looks).noneMatch(CompletableFuture::isDone);
    } finally {
      Hold.UNTIL.countDown();
    }
  }

  private static boolean isFound(TuttiNode asking, String value) {
    return map(asking).keySet(Predicates.equal("this", value)).size() == 1;
  }

  private static boolean isHeldBy(TuttiNode node, String key) {
    return store(node).getPartitionService().getPartition(key).getOwner().localMember();
  }

  private static IMap<String, String> map(TuttiNode node) {
    return store(node).getMap(MAP);
  }

  private static HazelcastInstance store(TuttiNode node) {
    return node.context().hazelcast();
  }

  /** Keeps the threads of a member that change documents, and that compare copies. */
  private static final class Hold implements EntryProcessor<String, String, Void>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch UNTIL = new CountDownLatch(1);

    @Override
    public Void process(Map.Entry<String, String> entry) {
      BEGUN.countDown();
      try {
        UNTIL.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return null;
    }
  }
}
