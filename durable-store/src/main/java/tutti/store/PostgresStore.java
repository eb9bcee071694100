package tutti.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.StoredDocument;

/** Documents as rows, each written by one statement that is a transaction of its own. */
final class PostgresStore implements DurableStore {
  // The same revision may come twice, if it is the same document.
  private static final String WRITE =
      """
      INSERT INTO tutti_documents AS known (map, key, form, revision, document)
      VALUES (?, ?, ?, ?, ?::json)
      ON CONFLICT (map, key) DO UPDATE
      SET form = excluded.form, revision = excluded.revision, document = excluded.document,
          written_at = now()
      WHERE known.revision < excluded.revision
         OR (known.revision = excluded.revision
             AND known.document::text IS NOT DISTINCT FROM excluded.document::text)""";
  private static final String REVISION =
      "SELECT revision FROM tutti_documents WHERE map = ? AND key = ?";
  private static final String PAGE =
      """
      SELECT key, form, revision, document::text FROM tutti_documents
      WHERE map = ? AND key > ? AND document IS NOT NULL ORDER BY key LIMIT ?""";
  private static final String FORMS =
      "SELECT map, max(form) FROM tutti_documents GROUP BY map ORDER BY map";
  private static final String IDENTITY = "SELECT id::text FROM tutti_database";

  private final HikariDataSource pool;
  private final Outage outage;

  PostgresStore(HikariDataSource pool) {
    this.pool = pool;
    this.outage = new Outage(pool);
  }

  /** Refuses documents that a newer release has written: this one would not understand them. */
  void requireKnown(Map<String, Integer> forms) {
    Map<String, Integer> stored = call(PostgresStore::storedForms);
    stored.forEach(
        (map, form) -> {
          Integer known = forms.get(map);
          if (known == null || form > known) {
            throw Refusal.of(
                ErrorCode.CONFLICT,
                "the database was written by a newer release: '%s' has version %d, this release knows %s"
                    .formatted(map, form, known == null ? "none" : known));
          }
        });
  }

  private static Map<String, Integer> storedForms(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FORMS);
        ResultSet rows = select.executeQuery()) {
      Map<String, Integer> stored = new TreeMap<>();
      while (rows.next()) {
        stored.put(rows.getString(1), rows.getInt(2));
      }
      return stored;
    }
  }

  @Override
  public String identity() {
    return call(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(IDENTITY);
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
          }
        });
  }

  @Override
  public OptionalLong write(String map, StoredDocument document) {
    return call(
        connection ->
            isWritten(connection, map, document)
                ? OptionalLong.empty()
                : OptionalLong.of(revision(connection, map, document.key())));
  }

  private static boolean isWritten(Connection connection, String map, StoredDocument document)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
      insert.setString(1, map);
      insert.setString(2, document.key());
      insert.setInt(3, document.form());
      insert.setLong(4, document.revision());
      insert.setString(5, document.json());
      return insert.executeUpdate() > 0;
    }
  }

  private static long revision(Connection connection, String map, String key) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REVISION)) {
      select.setString(1, map);
      select.setString(2, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0; // forgotten meanwhile
      }
    }
  }

  @Override
  public List<StoredDocument> page(String map, @Nullable String after, int size) {
    return call(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setString(1, map);
            select.setString(2, after == null ? "" : after);
            select.setInt(3, size);
            return documents(select);
          }
        });
  }

  private static List<StoredDocument> documents(PreparedStatement select) throws SQLException {
    List<StoredDocument> page = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        page.add(
            new StoredDocument(
                rows.getString(1), rows.getInt(2), rows.getLong(3), rows.getString(4)));
      }
    }
    return page;
  }

  @Override
  public void close() {
    outage.close();
    pool.close();
  }

  private <T> T call(Work<T> work) {
    outage.requireNone();
    try (Connection connection = pool.getConnection()) {
      T done = work.on(connection);
      outage.answered();
      return done;
    } catch (SQLException e) {
      outage.failed(e);
      throw DatabaseTrouble.refusal(e);
    }
  }

  /** Something to do with a connection. */
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
