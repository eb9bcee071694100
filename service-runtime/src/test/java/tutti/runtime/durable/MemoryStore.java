package tutti.runtime.durable;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** A durable store as far as one process is concerned; it can be away. */
public final class MemoryStore implements DurableStore {
  private final Map<String, SortedMap<String, StoredDocument>> maps = new ConcurrentHashMap<>();
  private final String identity = UUID.randomUUID().toString();
  private final AtomicInteger writes = new AtomicInteger();
  private volatile boolean away;
  private volatile CountDownLatch stall = new CountDownLatch(0);

  public void beAway(boolean now) {
    away = now;
  }

  /** From now on whoever writes waits until {@link #goOn}. */
  public void stall() {
    stall = new CountDownLatch(1);
  }

  public void goOn() {
    stall.countDown();
  }

  public int writes() {
    return writes.get();
  }

  public @Nullable String json(String map, String key) {
    StoredDocument stored = rows(map).get(key);
    return stored == null ? null : stored.json();
  }

  /** Whether it is remembered that the document was removed. */
  public boolean isRemoved(String map, String key) {
    StoredDocument stored = rows(map).get(key);
    return stored != null && stored.json() == null;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public OptionalLong write(String map, StoredDocument document) {
    requireThere();
    writes.incrementAndGet();
    awaitGoingOn();
    StoredDocument now =
        rows(map)
            .merge(
                document.key(),
                document,
                (known, next) -> known.revision() < next.revision() ? next : known);
    return now.equals(document) ? OptionalLong.empty() : OptionalLong.of(now.revision());
  }

  @Override
  public List<StoredDocument> page(String map, @Nullable String after, int size) {
    requireThere();
    return new TreeMap<>(rows(map))
        .tailMap(after == null ? "" : after + '\0').values().stream()
            .filter(stored -> stored.json() != null)
            .limit(size)
            .toList();
  }

  @Override
  public void close() {}

  private void awaitGoingOn() {
    try {
      stall.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requireThere() {
    if (away) {
      throw Refusal.of(ErrorCode.UNAVAILABLE, "the store is away");
    }
  }

  private SortedMap<String, StoredDocument> rows(String map) {
    return maps.computeIfAbsent(map, unknown -> new ConcurrentSkipListMap<>());
  }
}
