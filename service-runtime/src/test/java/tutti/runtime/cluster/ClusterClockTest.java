package tutti.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.config.Settings;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;

class ClusterClockTest {
  private static final Duration AHEAD = Duration.ofHours(1);

  private final Nodes nodes = new Nodes();

  @AfterEach
  void stop() {
    nodes.close();
  }

  /** What the cluster believes is moved, as the clock of one process cannot be. */
  @Test
  void goesByTheClusterWhateverTheOwnClockSays() {
    TuttiNode node = nodes.with(Settings.CLUSTER_MEMBERS, "none").start();
    var documents = node.context().documents(new NoteMachine());
    long due = System.currentTimeMillis() + AHEAD.toMillis() / 2;
    Nodes.await(documents.apply("note", new NoteCommand.Write("due", due)));
    List<String> swept = new CopyOnWriteArrayList<>();
    var sweeper =
        node.context()
            .sweeper(
                documents,
                key -> {
                  swept.add(key);
                  return Future.succeededFuture();
                });
    assertThat(Nodes.await(documents.dueKeys(node.context().clock().millis()))).isEmpty();

    moveAhead(node);
    sweeper.start();

    await().untilAsserted(() -> assertThat(swept).contains("note"));
    Nodes.await(sweeper.stop());
  }

  private static void moveAhead(TuttiNode node) {
    var hazelcast = (HazelcastInstanceProxy) node.context().hazelcast();
    hazelcast
        .getOriginal()
        .node
        .getClusterService()
        .getClusterClock()
        .setMasterTime(System.currentTimeMillis() + AHEAD.toMillis());
  }
}
