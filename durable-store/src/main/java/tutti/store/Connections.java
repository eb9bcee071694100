package tutti.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import tutti.runtime.config.Settings;

/** Connections to the database. None of them waits for ever, on either side. */
final class Connections {
  private static final Duration MIGRATION = Duration.ofMinutes(5);

  /** Whoever changes tables waits behind those who use them, and everyone else behind it. */
  private static final Duration MIGRATION_LOCK = Duration.ofSeconds(10);

  private Connections() {}

  /** Connections to read and write documents with. Opened when they are needed. */
  static HikariDataSource pool(Settings settings) {
    Duration timeout = settings.get(Settings.DATABASE_TIMEOUT);
    HikariConfig config = new HikariConfig();
    config.setPoolName("tutti-database");
    // The server ends a statement first; the socket's time is for a server that is gone.
    config.setDataSource(source(settings, timeout.plusSeconds(1)));
    config.setConnectionInitSql("SET statement_timeout = " + timeout.toMillis());
    config.setMaximumPoolSize(settings.get(Settings.DATABASE_CONNECTIONS));
    config.setMinimumIdle(1);
    config.setConnectionTimeout(timeout.toMillis());
    config.setValidationTimeout(timeout.toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** A connection to change tables with, which may take longer. */
  static DataSource forMigration(Settings settings) {
    PGSimpleDataSource source = source(settings, MIGRATION);
    source.setOptions("-c lock_timeout=" + MIGRATION_LOCK.toMillis());
    return source;
  }

  private static PGSimpleDataSource source(Settings settings, Duration socketTimeout) {
    int connectSeconds = seconds(settings.get(Settings.DATABASE_TIMEOUT));
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.get(Settings.DATABASE_URL));
    source.setUser(settings.get(Settings.DATABASE_USER));
    source.setPassword(password(settings));
    source.setApplicationName("tutti");
    source.setConnectTimeout(connectSeconds);
    source.setLoginTimeout(connectSeconds);
    source.setSocketTimeout(seconds(socketTimeout));
    source.setTcpKeepAlive(true);
    return source;
  }

  private static @Nullable String password(Settings settings) {
    String password = settings.get(Settings.DATABASE_PASSWORD);
    return password.isEmpty() ? null : password;
  }

  private static int seconds(Duration time) {
    return (int) Math.max(1, (time.toMillis() + 999) / 1_000);
  }
}
