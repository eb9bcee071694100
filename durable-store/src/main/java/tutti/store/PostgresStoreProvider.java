package tutti.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.config.Settings;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.DurableStoreProvider;

/** Opens the store of this distribution. */
public final class PostgresStoreProvider implements DurableStoreProvider {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresStoreProvider.class);
  private static final long PAUSE_MILLIS = 500;

  @Override
  public DurableStore open(Settings settings, Map<String, Integer> forms) {
    Duration patience = settings.get(Settings.JOIN_TIMEOUT);
    long deadline = System.nanoTime() + patience.toNanos();
    boolean told = false;
    while (true) {
      try {
        return openNow(settings, forms);
      } catch (Refusal refusal) {
        if (!refusal.code().retryable()) {
          throw refusal;
        }
        if (System.nanoTime() >= deadline) {
          throw Refusal.of(
              ErrorCode.UNAVAILABLE,
              "%s, for %d ms (join-timeout)".formatted(refusal.getMessage(), patience.toMillis()));
        }
        if (!told) {
          LOG.warn("waiting for the database: {}", refusal.getMessage());
          told = true;
        }
        pause();
      }
    }
  }

  private static DurableStore openNow(Settings settings, Map<String, Integer> forms) {
    Migrations.run(settings);
    HikariDataSource pool = Connections.pool(settings);
    PostgresStore store = new PostgresStore(pool);
    try {
      store.requireKnown(forms);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ErrorCode.UNAVAILABLE, "interrupted while waiting for the database");
    }
  }
}
