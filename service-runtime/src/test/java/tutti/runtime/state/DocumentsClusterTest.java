package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static tutti.runtime.cluster.Nodes.refusalOf;

import com.hazelcast.query.Predicates;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.machine.Document;
import tutti.runtime.notes.Meter;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;
import tutti.runtime.notes.NoteView;
import tutti.runtime.notes.Tag;
import tutti.runtime.notes.TagMap;

class DocumentsClusterTest {
  private static final List<String> KEYS =
      IntStream.range(0, 40).mapToObj(i -> "note " + i).toList();

  private final Nodes nodes = new Nodes();

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void sendsOnlyTheCommandAndLosesNothingWithAMember() {
    TuttiNode one = nodes.start();
    TuttiNode two = nodes.start();
    nodes.awaitSafe();
    Meter.reset();

    writeAll(documents(one), 3);
    writeAll(documents(two), 3);

    assertThat(Meter.WRITTEN).as("documents written to JSON").hasValue(0);
    assertThat(Meter.READ).as("documents read from JSON").hasValue(0);

    nodes.awaitSafe();
    nodes.kill(two);

    for (String key : KEYS) {
      assertThat(eventually(documents(one), key)).isEqualTo(new NoteView(6, "6", false));
    }
  }

  @Test
  void movesDocumentsOfEveryKindToAMemberThatJoins() {
    TuttiNode one = nodes.start();
    writeAll(documents(one), 1);
    for (String key : KEYS.subList(0, 20)) {
      Nodes.await(documents(one).apply(key, new NoteCommand.File()));
    }
    TuttiNode two = nodes.start();
    nodes.awaitSafe();

    nodes.kill(one);

    for (String key : KEYS) {
      boolean filed = KEYS.indexOf(key) < 20;
      assertThat(eventually(documents(two), key)).isEqualTo(new NoteView(1, "1", filed));
    }
  }

  @Test
  void acknowledgesNothingThatABackupRefuses() {
    TuttiNode one = nodes.with(Settings.SEND_TIMEOUT, "200ms").start();
    nodes.start();
    nodes.awaitSafe();

    var refusal = refusalOf(documents(one).apply("note", new NoteCommand.WriteOnOwner("a")));

    assertThat(refusal.code().retryable()).isTrue();
  }

  @Test
  void showsWhatIsDueToEveryMember() {
    TuttiNode one = nodes.start();
    TuttiNode two = nodes.start();
    TuttiNode lite = nodes.startLite();
    nodes.awaitSafe();
    for (String key : KEYS) {
      Nodes.await(documents(lite).apply(key, new NoteCommand.Write("due", 1)));
    }

    for (TuttiNode node : List.of(one, two, lite)) {
      assertThat(Nodes.await(documents(node).dueKeys(1))).containsExactlyInAnyOrderElementsOf(KEYS);
    }
  }

  @Test
  void writesNothingInAMinority() {
    TuttiNode alone =
        nodes.with(Settings.CLUSTER_SIZE, "3").with(Settings.CLUSTER_MEMBERS, "none").start();

    var refusal = refusalOf(documents(alone).apply("note", write("a")));

    assertThat(refusal.code()).isEqualTo(ErrorCode.NO_QUORUM);
    assertThat(refusalOf(documents(alone).dueKeys(1)).code()).isEqualTo(ErrorCode.NO_QUORUM);
  }

  @Test
  void startsBeforeTheOthersThoughAMapHasIndexes() {
    TuttiNode first = nodes.with(Settings.CLUSTER_SIZE, "3").start();
    var tags = new LateMap<Tag>(first.context().hazelcast(), TagMap.MAP);
    assertThatThrownBy(tags::get).isInstanceOf(SplitBrainProtectionException.class);

    nodes.start();

    await().ignoreExceptions().until(() -> tags.get().isEmpty());
    tags.get().set("1", new Tag("1", "blue"));
    assertThat(tags.get().values(Predicates.equal("word", "blue"))).hasSize(1);
  }

  private static void writeAll(Documents<Note, NoteCommand, NoteView> documents, int times) {
    for (String key : KEYS) {
      for (int i = 0; i < times; i++) {
        NoteView before = Nodes.await(documents.apply(key, new NoteCommand.Look()));
        Nodes.await(documents.apply(key, write(String.valueOf(before.version() + 1))));
      }
    }
  }

  /** Asks again while the cluster is still about to notice that a member has gone. */
  private static NoteView eventually(Documents<Note, NoteCommand, NoteView> documents, String key) {
    return await()
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .until(
            () -> Nodes.await(documents.apply(key, new NoteCommand.Look())),
            view -> view.version() > 0);
  }

  private static NoteCommand write(String text) {
    return new NoteCommand.Write(text, Document.NEVER);
  }

  private static Documents<Note, NoteCommand, NoteView> documents(TuttiNode node) {
    return node.context().documents(new NoteMachine());
  }
}
