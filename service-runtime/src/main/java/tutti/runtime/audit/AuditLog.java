package tutti.runtime.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.json.Wire;
import tutti.runtime.audit.AuditRecord.Entry;
import tutti.runtime.audit.AuditRecord.Head;
import tutti.runtime.bus.Ordered;
import tutti.runtime.bus.Served;
import tutti.runtime.bus.Witness;

/**
 * Writes down everything signed that is asked of this process, and everything that operators ask of
 * it, and what came of it. A thread of its own writes; nobody waits for it. While the disk is full
 * or away, signing goes on: what has no place in the queue any more is lost, counted, and the log
 * itself says how many there were.
 */
public final class AuditLog implements Witness, AutoCloseable {
  /** How long {@link #close} waits for a disk. */
  public static final Duration CLOSING = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final int WAITING = 10_000;
  private static final int AT_ONCE = 256;
  private static final long AGAIN_MILLIS = 500;

  private final AuditStore store;
  private final Clock clock;
  private final BlockingQueue<Entry> waiting;
  private final AtomicLong lost = new AtomicLong();
  private final Counter written;
  private final Counter notWritten;
  private final Thread thread = new Thread(this::write, "tutti-audit");
  private volatile boolean closing;

  AuditLog(AuditStore store, Clock clock, int capacity, MeterRegistry registry) {
    this.store = store;
    this.clock = clock;
    waiting = new ArrayBlockingQueue<>(capacity);
    written = counter(registry, "written");
    notWritten = counter(registry, "lost");
    thread.setDaemon(true);
  }

  /**
   * Goes on with the log in this file. Refuses one that it cannot go on with.
   *
   * @param kept how many files are left of those that it was before; 0: all
   */
  public static AuditLog open(Path file, long maxBytes, int kept, MeterRegistry registry) {
    AuditLog log =
        new AuditLog(AuditFiles.open(file, maxBytes, kept), Clock.systemUTC(), WAITING, registry);
    log.start();
    return log;
  }

  void start() {
    String before = store.torn() == 0 ? null : "cut off %d torn bytes".formatted(store.torn());
    waiting.add(Entry.ofLog(clock.millis(), "audit.started", before));
    thread.start();
  }

  @Override
  public void served(Served served) {
    if (served.isSigned()) {
      add(Entry.of(clock.millis(), served));
    }
  }

  @Override
  public void ordered(Ordered ordered) {
    add(Entry.of(clock.millis(), ordered));
  }

  private void add(Entry entry) {
    if (closing || !waiting.offer(entry)) {
      lost.incrementAndGet();
      notWritten.increment();
    }
  }

  /** Writes what waits; gives up after a few seconds. */
  @Override
  public void close() throws IOException {
    closing = true;
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long missing = lost.get() + waiting.size();
    if (missing > 0 || thread.isAlive()) {
      LOG.error("the audit log ends without its last records, {} at least", missing);
    }
    store.close();
  }

  private void write() {
    try {
      while (!closing || !waiting.isEmpty()) {
        Entry first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Entry> batch = new ArrayList<>(List.of(first));
          waiting.drainTo(batch, AT_ONCE);
          insist(batch);
        }
      }
      insist(List.of(Entry.ofLog(clock.millis(), "audit.stopped", null)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void insist(List<Entry> batch) throws InterruptedException {
    boolean failed = false;
    while (!append(batch, failed)) {
      if (closing) {
        lost.addAndGet(batch.size());
        notWritten.increment(batch.size());
        return;
      }
      failed = true;
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    }
  }

  private boolean append(List<Entry> batch, boolean failedBefore) {
    long missing = lost.get();
    List<Entry> all = new ArrayList<>(batch);
    if (missing > 0) {
      all.add(Entry.ofLog(clock.millis(), "audit.lost", "%d records".formatted(missing)));
    }
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Head head = store.head();
    for (Entry entry : all) {
      AuditRecord record = AuditRecord.after(head, entry);
      lines.writeBytes(Wire.write(record));
      lines.writeBytes("\n".getBytes(UTF_8));
      head = record.head();
    }
    try {
      store.append(lines.toByteArray(), head);
    } catch (IOException | RuntimeException e) { // whatever it is: this thread must go on
      if (!failedBefore) {
        LOG.error("the audit log cannot be written, and waits: {}", e.toString());
      }
      return false;
    }
    lost.addAndGet(-missing);
    written.increment(all.size());
    if (failedBefore) {
      LOG.warn("the audit log is written again, {} records were lost", missing);
    }
    return true;
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("tutti.audit.records")
        .description("Records of the audit log (setting audit-log).")
        .tag("outcome", outcome)
        .register(registry);
  }
}
