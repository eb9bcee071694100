package tutti.runtime.state;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.durable.DurableStore;
import tutti.runtime.durable.StoredDocument;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;

/**
 * Brings back what the durable store has of partitions that lack their mark: all of them when a
 * cluster starts, some when members have taken documents with them. The first data member does it,
 * and looks for such partitions all the time.
 */
final class Restorer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Restorer.class);

  /** How many documents are in this member's hands at a time. */
  private static final int PAGE = 64;

  private static final long PAUSE_MILLIS = 250;
  private static final long PATIENCE_SECONDS = 30;

  private final HazelcastInstance hazelcast;
  private final DurableStore store;
  private final Partitions partitions;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tutti-restore");
            thread.setDaemon(true);
            return thread;
          });
  private String lastComplaint = "";

  Restorer(HazelcastInstance hazelcast, DurableStore store, Partitions partitions, Clock clock) {
    this.hazelcast = hazelcast;
    this.store = store;
    this.partitions = partitions;
    this.clock = clock;
  }

  void start() {
    var unused = thread.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    try {
      if (isFirst() && !partitions.areAllRestored()) {
        new Pass(partitions.missing()).run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      complain(e);
    }
  }

  private boolean isFirst() {
    for (Member member : hazelcast.getCluster().getMembers()) {
      if (!member.isLiteMember()) {
        return member.localMember();
      }
    }
    return false;
  }

  /** Once per reason: what is tried again four times a second would fill the log. */
  private void complain(Exception e) {
    Throwable cause = Stages.refusal(e);
    boolean passing = cause instanceof Refusal refusal && refusal.code() != ErrorCode.INTERNAL;
    String complaint = passing ? String.valueOf(cause.getMessage()) : cause.toString();
    if (!complaint.equals(lastComplaint)) {
      lastComplaint = complaint;
      LOG.warn("documents cannot be read back yet: {}", complaint);
    }
  }

  /** One time of reading all that the store has, for these partitions. */
  private final class Pass {
    private final Set<Integer> missing;
    private final String mark = UUID.randomUUID().toString();
    private final long now = clock.millis();
    private int restored;

    Pass(List<Integer> missing) {
      this.missing = new HashSet<>(missing);
    }

    void run() throws InterruptedException, ExecutionException, TimeoutException {
      long start = System.nanoTime();
      partitions.begin(missing, mark);
      for (Machine<?, ?, ?> machine : Machines.all()) {
        restoreAll(machine);
      }
      long complete = missing.stream().filter(one -> partitions.complete(one, mark)).count();
      LOG.info(
          "read back {} documents of {} partitions from the database in {} ms",
          restored,
          complete,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      lastComplaint = "";
    }

    private void restoreAll(Machine<?, ?, ?> machine)
        throws InterruptedException, ExecutionException, TimeoutException {
      List<StoredDocument> page = store.page(machine.map(), null, PAGE);
      while (!page.isEmpty()) {
        restore(machine, page);
        page = store.page(machine.map(), page.get(page.size() - 1).key(), PAGE);
      }
    }

    private void restore(Machine<?, ?, ?> machine, List<StoredDocument> page)
        throws InterruptedException, ExecutionException, TimeoutException {
      IMap<String, Kept> map = hazelcast.getMap(machine.map());
      List<CompletionStage<?>> beside = new ArrayList<>();
      List<CompletionStage<byte[]>> underWay = new ArrayList<>();
      for (StoredDocument stored : page) {
        if (missing.contains(partitions.of(stored.key()))) {
          underWay.add(map.submitToKey(stored.key(), restoration(machine, stored, beside)));
        }
      }
      for (CompletionStage<?> one : beside) {
        awaited(one);
      }
      for (CompletionStage<byte[]> one : underWay) {
        requireMarked(Answer.read(awaited(one), Boolean.class).open(Boolean.class));
        restored++;
      }
    }

    private Restoration restoration(
        Machine<?, ?, ?> machine, StoredDocument stored, List<CompletionStage<?>> beside) {
      Document document = recovered(machine, stored);
      if (document == null) {
        return Restoration.ofUnreadable(machine.map(), stored, mark, now);
      }
      putBeside(machine.map(), stored.key(), document, beside);
      return Restoration.of(machine.map(), stored, mark, now);
    }

    private void requireMarked(boolean marked) {
      if (!marked) {
        throw Refusal.of(ErrorCode.UNAVAILABLE, "members come and go");
      }
    }

    private static <T> T awaited(CompletionStage<T> one)
        throws InterruptedException, ExecutionException, TimeoutException {
      return one.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Null if it cannot be read; one such document must not keep all the others away. */
    private <D extends Document> @Nullable D recovered(
        Machine<D, ?, ?> machine, StoredDocument stored) {
      try {
        String json = Objects.requireNonNull(stored.json());
        return machine.recovered(DocumentJson.read(machine, json), now);
      } catch (RuntimeException e) { // whatever a machine makes of it: nobody else could go on
        LOG.error(
            "{} {} stays in the database, and commands for it are refused: it cannot be read: {}",
            machine.map(),
            stored.key(),
            e.toString());
        return null;
      }
    }

    private void putBeside(
        String map, String key, Document document, List<CompletionStage<?>> underWay) {
      for (DeclaredMap declared : StateSerialization.declaredMaps()) {
        DeclaredMap.Derived derived = declared.derivedFrom(map, document);
        if (derived != null) {
          long life = Math.max(1_000, derived.keepUntil() - now);
          underWay.add(
              hazelcast
                  .getMap(declared.map())
                  .setAsync(key, derived.value(), life, TimeUnit.MILLISECONDS));
        }
      }
    }
  }
}
