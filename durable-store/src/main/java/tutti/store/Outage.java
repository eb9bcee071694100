package tutti.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * A time without the database. Whoever finds it gone has waited for it; until it is back nobody
 * else does, but is refused at once. A thread of its own looks whether it is back, and clears away
 * what need not be remembered any more.
 */
final class Outage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final long LOOK_MILLIS = 250;
  private static final long CLEAR_MINUTES = 10;
  private static final long NONE = 0;

  /** One statement may wait for a document that somebody has locked; not several in a row. */
  private static final int TIMEOUTS = 3;

  /** Nobody is in the way of writes, and they would be taken. */
  private static final String WRITABLE = "LOCK TABLE tutti_documents IN ROW EXCLUSIVE MODE NOWAIT";

  /** Longer than any write may be late. */
  private static final String CLEAR =
      "DELETE FROM tutti_documents WHERE document IS NULL AND written_at < now() - interval '1 hour'";

  private final DataSource database;
  private final AtomicLong since = new AtomicLong(NONE);
  private final AtomicInteger timeouts = new AtomicInteger();
  private final ScheduledExecutorService lookout =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-database");
            thread.setDaemon(true);
            return thread;
          });

  Outage(DataSource database) {
    this.database = database;
    var unused =
        lookout.scheduleWithFixedDelay(this::clear, CLEAR_MINUTES, CLEAR_MINUTES, TimeUnit.MINUTES);
  }

  /** Refuses at once during an outage. */
  void requireNone() {
    if (since.get() != NONE) {
      throw Refusal.of(ErrorCode.UNAVAILABLE, "the database is away");
    }
  }

  /** The database did what it was asked. */
  void answered() {
    timeouts.set(0);
  }

  /** The database did not, which may be how an outage begins. */
  void failed(SQLException failure) {
    boolean late = DatabaseTrouble.isTimeout(failure) && timeouts.incrementAndGet() >= TIMEOUTS;
    if ((late || DatabaseTrouble.isAbsence(failure))
        && since.compareAndSet(NONE, System.nanoTime() | 1)) {
      LOG.warn("the database is away: {}", failure.getMessage());
      look();
    }
  }

  private void look() {
    if (!lookout.isShutdown()) {
      var unused = lookout.schedule(this::lookNow, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void lookNow() {
    try {
      execute(WRITABLE);
      timeouts.set(0);
      long nanos = System.nanoTime() - since.getAndSet(NONE);
      LOG.info("the database is back after {} ms", TimeUnit.NANOSECONDS.toMillis(nanos));
    } catch (SQLException | RuntimeException stillAway) {
      LOG.debug("the database is still away", stillAway);
      look();
    }
  }

  private void clear() {
    try {
      if (since.get() == NONE) {
        execute(CLEAR);
      }
    } catch (SQLException | RuntimeException later) {
      LOG.debug("what was removed is cleared away later", later);
    }
  }

  private void execute(String text) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(text);
      connection.commit();
    }
  }

  @Override
  public void close() {
    lookout.shutdownNow();
  }
}
