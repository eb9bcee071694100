package tutti.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.StoredDocument;

@NeedsDatabase
class MigrationTest {
  private static final StoredDocument NOTE = new StoredDocument("k", 1, 1, "{}");

  private static DatabaseServer server;

  private String url;

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
  void emptyDatabase() {
    url = server.newDatabase();
  }

  @Test
  void makesItsTablesOnceAndFindsThemAgain() {
    try (DurableStore first = OpenedStore.of(url)) {
      first.write("notes", NOTE);
    }
    try (DurableStore second = OpenedStore.of(url)) {
      assertThat(second.page("notes", null, 10)).containsExactly(NOTE);
    }

    assertThat(DatabaseServer.query(url, "SELECT count(*) FROM tutti_migrations")).isEqualTo("1");
  }

  @Test
  void sharesADatabaseWithTablesOfOthers() {
    DatabaseServer.execute(url, "CREATE TABLE theirs (id int)");

    try (DurableStore store = OpenedStore.of(url)) {
      assertThat(store.write("notes", NOTE)).isEmpty();
    }
  }

  @Test
  void letsMembersThatStartTogetherBothFindTheTables() {
    List<CompletableFuture<DurableStore>> opening =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::openPatiently)).limit(4).toList();

    List<DurableStore> stores = opening.stream().map(CompletableFuture::join).toList();

    stores.forEach(store -> store.write("notes", NOTE));
    stores.forEach(DurableStore::close);
    assertThat(DatabaseServer.query(url, "SELECT count(*) FROM tutti_documents")).isEqualTo("1");
    assertThat(DatabaseServer.query(url, "SELECT count(*) FROM tutti_migrations")).isEqualTo("1");
  }

  @Test
  void refusesTablesOfANewerRelease() {
    OpenedStore.of(url).close();
    DatabaseServer.execute(
        url,
        "INSERT INTO tutti_migrations SELECT 99, '99', 'later', type, 'V99__later.sql', 7,"
            + " installed_by, now(), 1, true FROM tutti_migrations WHERE version = '1'");

    assertThatRefused(() -> OpenedStore.of(url), "newer release");
  }

  @Test
  void refusesTablesThatWereChangedByHand() {
    OpenedStore.of(url).close();
    DatabaseServer.execute(url, "UPDATE tutti_migrations SET checksum = 1 WHERE version = '1'");

    assertThatRefused(() -> OpenedStore.of(url), "changed by hand");
  }

  @Test
  void refusesDocumentsOfANewerRelease() {
    try (DurableStore newer = OpenedStore.of(url)) {
      newer.write("notes", new StoredDocument("k", 3, 1, "{}"));
    }

    assertThatRefused(
        () -> OpenedStore.of(url), "newer release: 'notes' has version 3, this release knows 1");
  }

  @Test
  void refusesKindsOfDocumentsThatItDoesNotKnow() {
    try (DurableStore newer = OpenedStore.of(url)) {
      newer.write("songs", NOTE);
    }

    assertThatRefused(() -> OpenedStore.of(url), "'songs' has version 1, this release knows none");
  }

  @Test
  void doesNotWaitBehindWhoeverUsesTheTablesForLong() throws Exception {
    try (var other = DatabaseServer.connect(url);
        var statements = other.createStatement()) {
      DatabaseServer.execute(url, "CREATE TABLE tutti_migrations (theirs int)");
      other.setAutoCommit(false);
      statements.execute("LOCK TABLE tutti_migrations");

      assertThatThrownBy(() -> OpenedStore.of(url))
          .isInstanceOfSatisfying(
              Refusal.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }

  private DurableStore openPatiently() {
    return OpenedStore.with(url, Map.of("join-timeout", "30s"));
  }

  private static void assertThatRefused(ThrowingCallable opening, String message) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            Refusal.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining(message);
  }
}
