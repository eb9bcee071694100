package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.runtime.cluster.Nodes.await;
import static tutti.runtime.cluster.Nodes.refusalOf;

import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.notes.Meter;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;
import tutti.runtime.notes.NoteView;
import tutti.runtime.notes.Tag;
import tutti.runtime.notes.TagMap;

class DocumentsTest {
  private static final NoteCommand LOOK = new NoteCommand.Look();

  private static Nodes nodes;
  private static TuttiNode node;
  private static Documents<Note, NoteCommand, NoteView> documents;

  private final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    nodes = new Nodes().with(Settings.CLUSTER_MEMBERS, "none");
    node = nodes.start();
    documents = node.context().documents(new NoteMachine());
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void answersWithTheMachinesResult() {
    assertThat(await(documents.apply(key, write("a")))).isEqualTo(new NoteView(1, "a", false));
    assertThat(await(documents.apply(key, write("b")))).isEqualTo(new NoteView(2, "b", false));
  }

  @Test
  void keepsFieldsThatAreNotThere() {
    await(documents.apply(key, write(null)));

    assertThat(await(documents.apply(key, LOOK))).isEqualTo(new NoteView(1, null, false));
  }

  @Test
  void keepsWhichKindOfASealedDocumentItIs() {
    await(documents.apply(key, write("a")));
    await(documents.apply(key, new NoteCommand.File()));

    assertThat(await(documents.apply(key, LOOK)).filed()).isTrue();
  }

  @Test
  void failsWithTheMachinesRefusalAndChangesNothing() {
    await(documents.apply(key, write("a")));
    await(documents.apply(key, new NoteCommand.File()));

    var refusal = refusalOf(documents.apply(key, write("b")));

    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_PHASE);
    assertThat(refusal.field()).isEqualTo("text");
    assertThat(refusal).hasMessage("the note is filed");
    assertThat(await(documents.apply(key, LOOK)).text()).isEqualTo("a");
  }

  @Test
  void failsWithABugOfTheMachineAndChangesNothing() {
    await(documents.apply(key, write("a")));

    assertThatThrownBy(() -> await(documents.apply(key, new NoteCommand.Crash())))
        .isInstanceOf(IllegalStateException.class);
    assertThat(await(documents.apply(key, LOOK)).text()).isEqualTo("a");
  }

  @Test
  void createsNothingByLooking() {
    await(documents.apply(key, LOOK));

    assertThat(map().containsKey(key)).isFalse();
  }

  @Test
  void removesADocumentThatAStepEndsWithout() {
    await(documents.apply(key, write("a")));
    await(documents.apply(key, new NoteCommand.Erase()));

    assertThat(map().containsKey(key)).isFalse();
  }

  @Test
  void keepsHowLongADocumentLives() {
    await(documents.apply(key, write("a")));
    map().setTtl(key, 1, TimeUnit.HOURS);
    long until = map().getEntryView(key).getExpirationTime();

    await(documents.apply(key, write("b")));

    assertThat(map().getEntryView(key).getExpirationTime()).isEqualTo(until);
  }

  @Test
  void losesNoCommandOfManyAtOnce() {
    List<Future<NoteView>> writing = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      writing.add(documents.apply(key, write("text " + i)));
    }
    await(Future.all(writing));

    assertThat(await(documents.apply(key, LOOK)).version()).isEqualTo(500);
  }

  @Test
  void knowsWhichDocumentsAreDue() {
    String later = key + "-later";
    await(documents.apply(key, new NoteCommand.Write("due", 100)));
    await(documents.apply(later, new NoteCommand.Write("not yet", 101)));

    assertThat(await(documents.dueKeys(100))).contains(key).doesNotContain(later);
  }

  @Test
  void writesNoDocumentToJsonWhileItStaysWhereItIs() {
    Meter.reset();

    for (int i = 0; i < 20; i++) {
      await(documents.apply(key, write("text")));
      await(documents.dueKeys(0));
    }

    assertThat(Meter.WRITTEN).hasValue(0);
    assertThat(Meter.READ).hasValue(0);
  }

  @Test
  void answersOnTheCallersContext() {
    Vertx vertx = node.context().vertx();
    var context = vertx.getOrCreateContext();
    Future<Boolean> onContext =
        Future.future(
            promise ->
                context.runOnContext(
                    ignored ->
                        documents
                            .apply(key, LOOK)
                            .map(view -> Vertx.currentContext() == context)
                            .onComplete(promise)));

    assertThat(await(onContext)).isTrue();
  }

  @Test
  void findsDeclaredMapsConfiguredAndIndexed() {
    IMap<String, Tag> tags = node.context().hazelcast().getMap(TagMap.MAP);
    tags.set("1", new Tag(key, "blue"));
    tags.set("2", new Tag(key, "red"));

    assertThat(tags.values(Predicates.equal("word", "blue"))).containsExactly(new Tag(key, "blue"));
    assertThat(tags.getLocalMapStats().getIndexedQueryCount()).isPositive();
  }

  @Test
  void refusesAMachineThatOtherMembersWouldNotFind() {
    Machine<Note, NoteCommand, NoteView> unknown = new UnknownMachine();

    assertThatThrownBy(() -> node.context().documents(unknown))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unknown-notes");
  }

  @Test
  void refusesToAnswerOnceTheMemberHasLeft() {
    try (Nodes others = new Nodes().with(Settings.CLUSTER_MEMBERS, "none")) {
      TuttiNode other = others.start();
      var leaving = other.context().documents(new NoteMachine());
      others.kill(other);

      assertThat(refusalOf(leaving.apply(key, LOOK)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  private static NoteCommand write(String text) {
    return new NoteCommand.Write(text, Document.NEVER);
  }

  private static IMap<String, Kept> map() {
    return node.context().hazelcast().getMap(NoteMachine.MAP);
  }
}
