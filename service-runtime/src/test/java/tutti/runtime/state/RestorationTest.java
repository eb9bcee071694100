package tutti.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tutti.runtime.cluster.Nodes.refusalOf;
import static tutti.runtime.state.DurableNodes.awaitRestored;
import static tutti.runtime.state.DurableNodes.documents;
import static tutti.runtime.state.DurableNodes.eventually;
import static tutti.runtime.state.DurableNodes.look;
import static tutti.runtime.state.DurableNodes.ownerOf;
import static tutti.runtime.state.DurableNodes.restored;
import static tutti.runtime.state.DurableNodes.running;
import static tutti.runtime.state.DurableNodes.write;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.runtime.cluster.Nodes;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;
import tutti.runtime.durable.MemoryStore;
import tutti.runtime.durable.StoredDocument;
import tutti.runtime.notes.Note;
import tutti.runtime.notes.NoteCommand;
import tutti.runtime.notes.NoteMachine;
import tutti.runtime.notes.NoteView;
import tutti.runtime.notes.Tag;
import tutti.runtime.notes.TagMap;

class RestorationTest {
  private static final List<String> KEYS =
      IntStream.range(0, 100).mapToObj(i -> "note " + i).toList();

  private static final NoteCommand ERASE = new NoteCommand.Erase();

  private final DurableNodes durable = new DurableNodes();
  private final MemoryStore store = durable.store;
  private final Nodes nodes = durable.nodes;

  @AfterEach
  void stop() {
    durable.close();
  }

  @Test
  void bringsEverythingBackAfterTheLossOfAllMembers() {
    Documents<Note, NoteCommand, NoteView> before = documents(durable.started());
    KEYS.forEach(key -> Nodes.await(before.apply(key, write(key))));
    KEYS.subList(0, 50).forEach(key -> Nodes.await(before.apply(key, new NoteCommand.File())));
    Nodes.await(before.apply("a", write("lasting")));
    Nodes.await(before.apply("a", write(NoteMachine.SCRIBBLE)));
    nodes.killAll();

    TuttiNode one = nodes.start();
    TuttiNode two = nodes.start();

    Documents<Note, NoteCommand, NoteView> after = documents(two);
    for (String key : KEYS.subList(0, 50)) {
      assertThat(eventually(after, key)).isEqualTo(new NoteView(1, key, true));
    }
    for (String key : KEYS.subList(50, 100)) {
      assertThat(eventually(after, key)).isEqualTo(new NoteView(1, "again " + key, false));
    }
    assertThat(look(after, "a")).isEqualTo(new NoteView(1, "again lasting", false));
    assertThat(Nodes.await(documents(one).dueKeys(Long.MAX_VALUE - 1))).hasSize(51).contains("a");
    assertThat(one.context().hazelcast().<String, Tag>getMap(TagMap.MAP).get("note 7"))
        .isEqualTo(new Tag("note 7", "first"));
  }

  @Test
  void writesWhatRecoveringChangesSoThatItHappensOnce() {
    Nodes.await(documents(durable.started()).apply("a", write("draft")));
    nodes.killAll();

    assertThat(eventually(documents(nodes.start()), "a").text()).isEqualTo("again draft");
    nodes.killAll();

    assertThat(eventually(documents(nodes.start()), "a").text()).isEqualTo("again again draft");
  }

  @Test
  void bringsBackOnTheBackupsToo() {
    Nodes.await(documents(durable.started()).apply("a", write("draft")));
    nodes.killAll();
    TuttiNode one = nodes.start();
    TuttiNode two = nodes.start();
    nodes.awaitSafe();
    eventually(documents(one), "a");
    nodes.awaitSafe();

    nodes.kill(ownerOf("a", one, two));

    assertThat(eventually(documents(running(one, two)), "a").text()).isEqualTo("again draft");
  }

  @Test
  void refusesToGuessWhileDocumentsAreNotBackYet() {
    Nodes.await(documents(durable.started()).apply("a", write("draft")));
    nodes.killAll();
    store.beAway(true);

    Documents<Note, NoteCommand, NoteView> notes = documents(nodes.start());

    assertThat(refusalOf(notes.apply("a", new NoteCommand.Look())).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(refusalOf(notes.apply("new", write("b"))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    store.beAway(false);
    assertThat(eventually(notes, "a").text()).isEqualTo("again draft");
  }

  @Test
  void refusesASearchWhileDocumentsAreNotBackYet() {
    nodes.start();
    store.beAway(true);
    nodes.killAll();
    nodes.start();
    TuttiNode lite = nodes.startLite();

    assertThat(refusalOf(restored(lite)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    store.beAway(false);

    awaitRestored(lite);
  }

  @Test
  void knowsThatEverythingWentWithTheMembersThatHeldIt() {
    TuttiNode data = durable.started();
    TuttiNode lite = nodes.startLite();
    awaitRestored(lite);
    store.beAway(true);
    nodes.kill(data);

    TuttiNode next = nodes.start();

    assertThat(next.context().hazelcast().getCluster().getMembers()).hasSize(2);
    assertThat(refusalOf(restored(lite)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    store.beAway(false);
    awaitRestored(lite);
  }

  @Test
  void readsBackWhatWentWithTheMembersThatHeldIt() {
    nodes.with(Settings.BACKUPS, "0");
    TuttiNode one = durable.started();
    TuttiNode two = nodes.start();
    nodes.awaitSafe();
    KEYS.forEach(key -> Nodes.await(documents(one).apply(key, write(key))));

    nodes.kill(two);

    List<NoteView> left = KEYS.stream().map(key -> eventually(documents(one), key)).toList();
    assertThat(left).extracting(NoteView::version).containsOnly(1);
    assertThat(left)
        .filteredOn(note -> String.valueOf(note.text()).startsWith("again"))
        .isNotEmpty();
    assertThat(left)
        .filteredOn(note -> !String.valueOf(note.text()).startsWith("again"))
        .isNotEmpty();
  }

  @Test
  void neverSaysThatThereIsNothingWhereSomethingWasLost() {
    nodes.with(Settings.BACKUPS, "0");
    TuttiNode one = durable.started();
    TuttiNode two = nodes.start();
    nodes.awaitSafe();
    Documents<Note, NoteCommand, NoteView> notes = documents(one);
    KEYS.forEach(key -> Nodes.await(notes.apply(key, write(key))));
    store.beAway(true);

    nodes.kill(two);

    List<Future<NoteView>> looks =
        KEYS.stream().map(key -> notes.apply(key, new NoteCommand.Look())).toList();
    await().until(() -> looks.stream().allMatch(Future::isComplete));
    int refused = 0;
    for (Future<NoteView> look : looks) {
      if (look.failed()) {
        assertThat(refusalOf(look).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        refused++;
      } else {
        assertThat(look.result().version()).isEqualTo(1);
      }
    }
    assertThat(refused).isBetween(1, KEYS.size() - 1);
    assertThat(refusalOf(restored(one)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void leavesADocumentThatCannotBeReadWhereItIs() {
    stored("odd", "{\"state\":\"sung\"}");
    stored("even", "{\"state\":\"filed\",\"version\":3,\"meter\":3}");
    stored(
        "cursed",
        "{\"state\":\"draft\",\"version\":1,\"text\":\"%s\",\"dueAt\":9,\"meter\":1}"
            .formatted(NoteMachine.CURSE));

    TuttiNode one = durable.started();

    assertThat(look(documents(one), "even").version()).isEqualTo(3);
    assertUnreadable(documents(one), "odd");
    assertUnreadable(documents(one), "cursed");
    TuttiNode two = nodes.start();
    nodes.awaitSafe();
    nodes.kill(one);
    assertUnreadable(documents(two), "odd");
    assertUnreadable(documents(two), "cursed");
    assertThat(store.json(NoteMachine.MAP, "odd")).isEqualTo("{\"state\":\"sung\"}");
    assertThat(store.json(NoteMachine.MAP, "cursed")).contains("\"version\":1");
  }

  /** What looked as if it were not there would be begun anew, and overwritten. */
  private static void assertUnreadable(Documents<Note, NoteCommand, NoteView> notes, String key) {
    for (NoteCommand command : List.of(new NoteCommand.Look(), write("anew"), ERASE)) {
      await()
          .until(
              () -> String.valueOf(refusalOf(notes.apply(key, command)).getMessage()),
              message -> message.contains("cannot be read back"));
      assertThat(refusalOf(notes.apply(key, command)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  private void stored(String key, String json) {
    store.write(NoteMachine.MAP, new StoredDocument(key, 1, 1, json));
  }
}
