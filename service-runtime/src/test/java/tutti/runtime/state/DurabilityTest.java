package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static tutti.runtime.cluster.Nodes.refusalOf;
import static tutti.runtime.state.DurableNodes.documents;
import static tutti.runtime.state.DurableNodes.eventually;
import static tutti.runtime.state.DurableNodes.look;
import static tutti.runtime.state.DurableNodes.ownerOf;
import static tutti.runtime.state.DurableNodes.running;
import static tutti.runtime.state.DurableNodes.write;

import io.vertx.core.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.durable.MemoryStore;
import tutti.runtime.durable.StoredDocument;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;
import tutti.runtime.notes.NoteView;

class DurabilityTest {
  private final DurableNodes durable = new DurableNodes();
  private final MemoryStore store = durable.store;
  private final Nodes nodes = durable.nodes;

  @AfterEach
  void stop() {
    durable.close();
  }

  @Test
  void writesWhatIsLastingAndNothingElse() {
    Documents<Note, NoteCommand, NoteView> notes = documents(durable.started());
    int before = store.writes();

    Nodes.await(notes.apply("a", write("lasting")));
    Nodes.await(notes.apply("a", write(NoteMachine.SCRIBBLE)));
    Nodes.await(notes.apply("a", new NoteCommand.Look()));

    assertThat(store.writes()).isEqualTo(before + 1);
    assertThat(store.json(NoteMachine.MAP, "a")).contains("\"lasting\"");
    Nodes.await(notes.apply("a", new NoteCommand.Erase()));
    assertThat(store.isRemoved(NoteMachine.MAP, "a")).isTrue();
  }

  @Test
  void tellsNobodyOfWhatIsNotStored() {
    Documents<Note, NoteCommand, NoteView> notes = documents(durable.started());
    Nodes.await(notes.apply("a", write("first")));
    store.beAway(true);

    assertUnavailable(notes.apply("a", write("second")));
    assertUnavailable(notes.apply("a", new NoteCommand.Look()));
    assertUnavailable(notes.apply("new", write("first")));
    assertUnavailable(notes.apply("a", new NoteCommand.Erase()));
    assertUnavailable(notes.apply("a", new NoteCommand.Look()));

    assertThat(store.json(NoteMachine.MAP, "a")).contains("\"first\"");
    store.beAway(false);
    assertThat(look(notes, "a").version()).isZero();
    assertThat(store.isRemoved(NoteMachine.MAP, "a")).isTrue();
    assertThat(look(notes, "new")).isEqualTo(new NoteView(1, "first", false));
    assertThat(store.json(NoteMachine.MAP, "new")).contains("\"first\"");
  }

  @Test
  void refusesNothingForGoodBeforeThatIsStored() {
    Documents<Note, NoteCommand, NoteView> notes = documents(durable.started());
    Nodes.await(notes.apply("a", write("first")));
    store.beAway(true);
    assertUnavailable(notes.apply("a", new NoteCommand.File()));

    assertUnavailable(notes.apply("a", write("second")));
    store.beAway(false);

    assertThat(refusalOf(notes.apply("a", write("second"))).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
    assertThat(store.json(NoteMachine.MAP, "a")).contains("filed");
  }

  @Test
  void goesOnWithWhatIsNotLastingWhileTheStoreIsAway() {
    Documents<Note, NoteCommand, NoteView> notes = documents(durable.started());
    Nodes.await(notes.apply("a", write("first")));
    await().until(() -> Nodes.await(notes.dueKeys(0)).isEmpty());
    store.beAway(true);

    assertThat(Nodes.await(notes.apply("a", write(NoteMachine.SCRIBBLE))).version()).isEqualTo(2);
  }

  @Test
  void countsAsDueWhatIsNotStored() {
    TuttiNode node = durable.started();
    Documents<Note, NoteCommand, NoteView> notes = documents(node);
    Nodes.await(notes.apply("gone", write("first")));
    store.beAway(true);
    assertUnavailable(notes.apply("a", write("first")));
    assertUnavailable(notes.apply("gone", new NoteCommand.Erase()));

    assertThat(Nodes.await(notes.dueKeys(0))).containsExactlyInAnyOrder("a", "gone");

    store.beAway(false);
    look(notes, "a");
    look(notes, "gone");
    await().until(() -> Nodes.await(notes.dueKeys(0)).isEmpty());
    assertThat(node.context().hazelcast().getMap(NoteMachine.MAP).keySet()).containsExactly("a");
  }

  @Test
  void writesAnewWhatWasRemovedBefore() {
    Documents<Note, NoteCommand, NoteView> notes = documents(durable.started());
    Nodes.await(notes.apply("a", write("first")));
    Nodes.await(notes.apply("a", write("second")));
    Nodes.await(notes.apply("a", new NoteCommand.Erase()));
    await().until(() -> Nodes.await(notes.dueKeys(0)).isEmpty());

    assertThat(Nodes.await(notes.apply("a", write("other"))).version()).isEqualTo(1);

    assertThat(store.json(NoteMachine.MAP, "a")).contains("\"other\"");
  }

  @Test
  void writesItsOwnOverWhatAnotherHistoryHasLeft() {
    Documents<Note, NoteCommand, NoteView> notes = documents(durable.started());
    Nodes.await(notes.apply("a", write("first")));
    store.write(NoteMachine.MAP, new StoredDocument("a", 1, 57, "{\"late\":1}"));

    Nodes.await(notes.apply("a", write("second")));

    assertThat(store.json(NoteMachine.MAP, "a")).contains("\"second\"");
    Nodes.await(notes.apply("a", write("third")));
    assertThat(store.json(NoteMachine.MAP, "a")).contains("\"third\"");
  }

  @Test
  void storesWhatItsOwnerDiedOver() {
    TuttiNode one = durable.started();
    TuttiNode two = nodes.start();
    nodes.awaitSafe();
    Documents<Note, NoteCommand, NoteView> notes = documents(one);
    Nodes.await(notes.apply("a", write("first")));
    store.beAway(true);
    assertUnavailable(notes.apply("a", write("second")));
    nodes.awaitSafe();

    nodes.kill(ownerOf("a", one, two));
    store.beAway(false);

    assertThat(eventually(documents(running(one, two)), "a").text()).isEqualTo("second");
    assertThat(store.json(NoteMachine.MAP, "a")).contains("\"second\"");
  }

  @Test
  void makesNoOtherDocumentWaitForTheStore() {
    TuttiNode node = durable.started();
    Documents<Note, NoteCommand, NoteView> notes = documents(node);
    var partitions = node.context().hazelcast().getPartitionService();
    int partition = partitions.getPartition("a").getPartitionId();
    String neighbour =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "neighbour " + i)
            .filter(key -> partitions.getPartition(key).getPartitionId() == partition)
            .findFirst()
            .orElseThrow();
    Nodes.await(notes.apply(neighbour, write("first")));
    await().until(() -> Nodes.await(notes.dueKeys(0)).isEmpty());
    store.stall();

    Future<NoteView> stored = notes.apply("a", write("first"));

    assertThat(look(notes, neighbour).version()).isEqualTo(1);
    assertThat(Nodes.await(notes.apply(neighbour, write(NoteMachine.SCRIBBLE))).version())
        .isEqualTo(2);
    assertThat(stored.isComplete()).isFalse();
    store.goOn();
    assertThat(Nodes.await(stored).version()).isEqualTo(1);
  }

  private static void assertUnavailable(Future<?> answer) {
    assertThat(refusalOf(answer).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void refusesAMemberThatWouldForgetWhatOthersWrite() {
    nodes.start();

    assertThatThrownBy(
            () ->
                Nodes.await(TuttiNode.start(nodes.settings().with(Settings.DATABASE_URL, "none"))))
        .isInstanceOfSatisfying(
            Refusal.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("this one has none, ")
        .hasMessageEndingWith(" has one");
  }

  @Test
  void refusesAMemberThatWouldWriteElsewhere() {
    nodes.start();

    assertThatThrownBy(
            () ->
                Nodes.await(
                    TuttiNode.start(
                        nodes.settings().with(Settings.DATABASE_URL, durable.url + "2"))))
        .isInstanceOfSatisfying(
            Refusal.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("this one has one, ")
        .hasMessageEndingWith(" has another");
  }

  @Test
  void letsLiteMembersBeWithoutAStore() {
    nodes.start();
    nodes.with(Settings.DATABASE_URL, "none");

    Documents<Note, NoteCommand, NoteView> notes = documents(nodes.startLite());

    await().ignoreExceptions().until(() -> Nodes.await(notes.apply("a", write("a"))).version() > 0);
    assertThat(store.json(NoteMachine.MAP, "a")).isNotNull();
  }
}
