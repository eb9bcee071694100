package tutti.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.StoredDocument;

@NeedsDatabase
@Timeout(120)
class OutageTest {
  private final DatabaseServer server = DatabaseServer.stopped();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void waitsForADatabaseThatStartsLater() {
    CompletableFuture<DurableStore> opening =
        CompletableFuture.supplyAsync(
            () -> OpenedStore.with(server.url("postgres"), Map.of("join-timeout", "60s")));

    server.startAgain();

    try (DurableStore store = opening.join()) {
      assertThat(store.write("notes", note(1))).isEmpty();
    }
  }

  @Test
  void givesUpOnADatabaseThatIsNotThereAndKeepsItsPasswordToItself() {
    assertUnavailable(() -> OpenedStore.of(server.url("postgres")));
  }

  @Test
  void givesUpOnADatabaseThatDoesNotLetItIn() {
    server.startAgain();

    assertUnavailable(
        () -> OpenedStore.with(server.url("postgres"), Map.of("database-password", "open sesame")));
  }

  @Test
  void refusesWhileTheDatabaseIsDownAndGoesOnWhenItIsBack() {
    server.startAgain();
    try (DurableStore store = OpenedStore.of(server.url("postgres"))) {
      store.write("notes", note(1));
      server.crash();

      assertUnavailable(() -> store.write("notes", note(2)));
      assertUnavailable(() -> store.write("notes", note(3)));
      assertUnavailable(() -> store.page("notes", null, 1));
      server.startAgain();

      await().ignoreExceptions().until(() -> written(store, note(4)));
      assertThat(store.page("notes", null, 10)).containsExactly(note(4));
    }
  }

  @Test
  void waitsForNoFrozenDatabaseAndLetsNothingLateOverwriteWhatCameAfter() {
    server.startAgain();
    String url = server.url("postgres");
    try (DurableStore store = OpenedStore.of(url)) {
      store.write("notes", note(1));
      server.freeze();

      assertUnavailable(() -> store.write("notes", note(2)));
      assertUnavailable(() -> store.write("notes", note(3)));
      server.thaw();

      await().ignoreExceptions().until(() -> written(store, note(4)));
      await()
          .until(
              () ->
                  DatabaseServer.query(
                      url,
                      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tutti' AND"
                          + " state = 'active'"),
              "0"::equals);
      assertThat(store.page("notes", null, 10)).containsExactly(note(4));
    }
  }

  @Test
  void doesNotWaitForALockThatIsNotGivenBack() throws Exception {
    server.startAgain();
    String url = server.url("postgres");
    try (DurableStore store = OpenedStore.of(url);
        var other = DatabaseServer.connect(url);
        var statements = other.createStatement()) {
      store.write("notes", note(1));
      other.setAutoCommit(false);
      statements.execute("SELECT * FROM tutti_documents FOR UPDATE");

      assertUnavailable(() -> store.write("notes", note(2)));
      assertThat(store.write("notes", new StoredDocument("other", 1, 1, "{}"))).isEmpty();
      other.rollback();

      store.write("notes", note(3));
      assertThat(store.page("notes", "", 1)).containsExactly(note(3));
    }
  }

  @Test
  void takesForAwayADatabaseThatAnswersButTakesNoWrites() throws Exception {
    server.startAgain();
    String url = server.url("postgres");
    try (DurableStore store = OpenedStore.of(url);
        var other = DatabaseServer.connect(url);
        var statements = other.createStatement()) {
      store.write("notes", note(1));
      other.setAutoCommit(false);
      statements.execute("LOCK TABLE tutti_documents IN EXCLUSIVE MODE");

      for (int i = 2; i < 5; i++) {
        assertRefused(store, note(i), "the database does not take part");
      }
      assertRefused(store, note(5), "the database is away");
      other.rollback();

      await().ignoreExceptions().until(() -> written(store, note(6)));
    }
  }

  @Test
  void refusesToWriteToACopyThatOnlyReads() {
    server.startAgain();
    String url = server.url("postgres");
    OpenedStore.of(url).close();
    try (DurableStore store =
        OpenedStore.of(url + "?options=-c%20default_transaction_read_only=on")) {
      assertRefused(store, note(1), "the database does not take part");
      assertRefused(store, note(2), "the database is away");
    }
  }

  private static void assertRefused(DurableStore store, StoredDocument note, String message) {
    assertThatThrownBy(() -> store.write("notes", note))
        .isInstanceOfSatisfying(
            Refusal.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining(message);
  }

  private static boolean written(DurableStore store, StoredDocument note) {
    return store.write("notes", note).isEmpty();
  }

  private static StoredDocument note(int number) {
    return new StoredDocument("k", 1, number, "{\"n\":%d}".formatted(number));
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class,
            it -> {
              assertThat(it.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(it).hasMessageNotContainingAny(DatabaseServer.PASSWORD, "sesame");
            });
  }
}
