package tutti.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.StoredDocument;

@NeedsDatabase
class PostgresStoreTest {
  private static DatabaseServer server;

  private String url;
  private DurableStore store;

  @BeforeAll
  static void startServer() {
    server = DatabaseServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open() {
    url = server.newDatabase();
    store = OpenedStore.of(url);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void givesBackWhatItWasGivenToTheLetter() {
    String odd =
        "{ \"b\":1e2, \"a\":\"\\u0000 \\ud800 \\\\ ' \\\" \uD83D\uDD11\",\"b2\":12345678901234567890.10}";

    assertWritten(note("k", 1, odd));

    assertThat(notes()).containsExactly(note("k", 1, odd));
  }

  @Test
  void writesOverWhatIsOlder() {
    assertWritten(note("k", 1, "{\"n\":1}"));
    assertWritten(note("k", 5, "{\"n\":5}"));

    assertThat(notes()).containsExactly(note("k", 5, "{\"n\":5}"));
  }

  @Test
  void leavesWhatIsYoungerAndSaysSo() {
    assertWritten(note("k", 5, "{\"n\":5}"));

    assertThat(store.write("notes", note("k", 4, "{\"n\":4}"))).hasValue(5);
    assertThat(store.write("notes", note("k", 4, null))).hasValue(5);

    assertThat(notes()).containsExactly(note("k", 5, "{\"n\":5}"));
  }

  @Test
  void takesTheSameTwiceButNotAnotherOfTheSameRevision() {
    assertWritten(note("k", 5, "{\"n\":5}"));

    assertWritten(note("k", 5, "{\"n\":5}"));
    assertThat(store.write("notes", note("k", 5, "{\"n\": 5}"))).hasValue(5);
    assertThat(store.write("notes", note("k", 5, null))).hasValue(5);

    assertThat(notes()).containsExactly(note("k", 5, "{\"n\":5}"));
  }

  @Test
  void bringsNothingBackThatWasRemoved() {
    assertWritten(note("k", 1, "{\"n\":1}"));
    assertWritten(note("k", 3, null));
    assertWritten(note("k", 3, null));

    assertThat(store.write("notes", note("k", 2, "{\"late\":1}"))).hasValue(3);

    assertThat(notes()).isEmpty();
    assertWritten(note("k", 4, "{\"again\":1}"));
    assertThat(notes()).hasSize(1);
  }

  @Test
  void readsInPages() {
    List<StoredDocument> all =
        IntStream.range(0, 25).mapToObj(i -> note("k%02d".formatted(i), 1, "{}")).toList();
    all.forEach(this::assertWritten);
    assertWritten(note("k03a", 1, null));

    assertThat(store.page("notes", null, 10)).isEqualTo(all.subList(0, 10));
    assertThat(store.page("notes", "k09", 10)).isEqualTo(all.subList(10, 20));
    assertThat(store.page("notes", "k19", 10)).isEqualTo(all.subList(20, 25));
    assertThat(store.page("notes", "k24", 10)).isEmpty();
  }

  @Test
  void isKnownByTheDatabaseNotByItsAddress() {
    try (DurableStore same = OpenedStore.of(url + "?ApplicationName=same");
        DurableStore other = OpenedStore.of(server.newDatabase())) {
      assertThat(same.identity()).isEqualTo(store.identity());
      assertThat(other.identity()).isNotEqualTo(store.identity());
    }
  }

  @Test
  void takesWhatLooksLikeAStatementForWhatItIs() {
    String key = "'); DROP TABLE tutti_documents; --";

    assertThat(store.write(key, note(key, 1, "{}"))).isEmpty();

    assertThat(store.page(key, null, 10)).containsExactly(note(key, 1, "{}"));
  }

  @Test
  void doesNotTakeForAbsenceWhatIsOnlyRefused() {
    assertThatThrownBy(() -> store.write("notes", note("k", 1, "no json")))
        .isInstanceOfSatisfying(
            Refusal.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.INTERNAL));

    assertWritten(note("k", 1, "{}"));
  }

  private void assertWritten(StoredDocument document) {
    assertThat(store.write("notes", document)).isEmpty();
  }

  private List<StoredDocument> notes() {
    return store.page("notes", null, 10);
  }

  private static StoredDocument note(String key, long revision, @Nullable String json) {
    return new StoredDocument(key, 1, revision, json);
  }
}
