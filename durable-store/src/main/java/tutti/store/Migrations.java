package tutti.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.config.Settings;

/** Brings the tables to the form that this release needs. Members that start together wait. */
final class Migrations {
  /** Any number that nobody else takes for a lock of this database: "tutti" in ASCII. */
  private static final long TURN = 0x74_75_74_74_69L;

  private Migrations() {}

  static void run(Settings settings) {
    DataSource database = Connections.forMigration(settings);
    // Flyway lets one at a time change tables, but not one at a time make the table that it needs
    // for that. Held until the connection is closed.
    try (Connection turn = database.getConnection();
        Statement taking = turn.createStatement()) {
      taking.execute("SELECT pg_advisory_lock(" + TURN + ")");
      migrate(database);
    } catch (SQLException e) {
      throw DatabaseTrouble.refusal(e);
    }
  }

  private static void migrate(DataSource database) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(database)
          .locations("classpath:tutti/store/migration")
          .failOnMissingLocations(true)
          .table("tutti_migrations")
          // There may be tables of others.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          // By default what a newer release has done is passed over.
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayValidateException e) {
      throw Refusal.of(
          ErrorCode.CONFLICT,
          "the database was written by a newer release, or its tables were changed by hand: "
              + firstLines(e));
    } catch (FlywayException e) {
      throw refusal(e);
    }
  }

  private static Refusal refusal(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return DatabaseTrouble.refusal(sql);
      }
    }
    return Refusal.of(ErrorCode.INTERNAL, "the tables cannot be made: " + firstLines(failure));
  }

  private static String firstLines(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .limit(3)
        .map(String::strip)
        .reduce("", Migrations::joined);
  }

  private static String joined(String before, String line) {
    return before.isEmpty() ? line : before + " " + line;
  }
}
