package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;
import tutti.runtime.notes.NoteView;

class SweeperTest {
  private static Nodes nodes;
  private static TuttiNode node;
  private static Documents<Note, NoteCommand, NoteView> documents;

  private final Queue<String> swept = new ConcurrentLinkedQueue<>();
  private Sweeper sweeper;

  @BeforeAll
  static void start() {
    nodes = new Nodes();
    node = nodes.start();
    documents = node.context().documents(new NoteMachine());
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @BeforeEach
  void writeNotes() {
    for (String key : List.of("a", "b", "c")) {
      Nodes.await(documents.apply(key, new NoteCommand.Write("due", 1)));
    }
  }

  @AfterEach
  void stopSweeping() {
    Nodes.await(sweeper.stop());
  }

  @Test
  void sweepsWhatIsDueUntilItIsNot() {
    sweeper = node.context().sweeper(documents, this::erase);
    sweeper.start();

    await().until(() -> Nodes.await(documents.dueKeys(1)).isEmpty());

    assertThat(swept).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void goesOnAfterAFailureAndTriesAgain() {
    sweeper =
        node.context().sweeper(documents, key -> swept.contains(key) ? erase(key) : fail(key));
    sweeper.start();

    await().until(() -> Nodes.await(documents.dueKeys(1)).isEmpty());

    assertThat(swept).containsExactlyInAnyOrder("a", "a", "b", "b", "c", "c");
  }

  @Test
  void beginsNoSweepWhileAnotherOneIsUnderWay() {
    Promise<Void> slow = Promise.promise();
    sweeper =
        node.context()
            .sweeper(
                documents,
                key -> {
                  swept.add(key);
                  return key.equals("a") ? slow.future() : Future.succeededFuture();
                });
    sweeper.start();
    await().until(() -> swept.size() == 3);

    Nodes.await(node.context().vertx().timer(100)); // five intervals

    assertThat(swept).hasSize(3);
    slow.complete();
    await().until(() -> swept.size() > 3);
  }

  @Test
  void sweepsNoMoreOnceStopped() {
    sweeper = node.context().sweeper(documents, this::erase);
    sweeper.start();
    Nodes.await(sweeper.stop());
    swept.clear();

    Nodes.await(documents.apply("d", new NoteCommand.Write("due", 1)));
    Nodes.await(node.context().vertx().timer(100));

    assertThat(swept).isEmpty();
  }

  @Test
  void sweepsDocumentsOfOtherMembersFromOneThatHoldsNone() {
    TuttiNode lite = nodes.startLite();
    sweeper = lite.context().sweeper(lite.context().documents(new NoteMachine()), this::erase);
    Nodes.await(documents.apply("e", new NoteCommand.Write("due", 1)));

    sweeper.start();

    await().until(() -> swept.contains("e"));
  }

  private Future<NoteView> erase(String key) {
    swept.add(key);
    return documents.apply(key, new NoteCommand.Erase());
  }

  private Future<NoteView> fail(String key) {
    swept.add(key);
    if (key.equals("a")) {
      throw new IllegalStateException("thrown on purpose");
    }
    return Future.failedFuture("failed on purpose");
  }
}
