package tutti.request.store;

import static tutti.request.store.RequestIndexMap.OPEN_FOR;
import static tutti.request.store.RequestIndexMap.PARTICIPANTS;

import com.hazelcast.aggregation.Aggregators;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.query.Predicate;
import com.hazelcast.query.Predicates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tutti.musig2.PublicKey;
import tutti.request.domain.RequestEntry;
import tutti.runtime.state.LateMap;
import tutti.runtime.state.RestoredDocuments;
import tutti.runtime.state.Stages;

/** The index in an indexed map of the cluster. */
public final class ClusterRequestIndex implements RequestIndex {
  private static final String KEY = "__key";

  private final Vertx vertx;
  private final LateMap<RequestEntry> entries;
  private final RestoredDocuments restored;

  public ClusterRequestIndex(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.entries = new LateMap<>(hazelcast, RequestIndexMap.NAME);
    this.restored = new RestoredDocuments(vertx, hazelcast);
  }

  @Override
  public Future<Void> put(String requestId, RequestEntry entry, long now) {
    long life = Math.max(1_000, entry.keepUntil() - now);
    return entries.use(
        vertx, known -> known.setAsync(requestId, entry, life, TimeUnit.MILLISECONDS));
  }

  @Override
  public Future<Void> remove(String requestId) {
    return entries.use(vertx, known -> known.removeAsync(requestId)).mapEmpty();
  }

  @Override
  public Future<List<String>> find(PublicKey key, boolean onlyOpen, Page page) {
    Predicate<String, RequestEntry> named =
        Predicates.equal(onlyOpen ? OPEN_FOR : PARTICIPANTS, key.hex());
    Predicate<String, RequestEntry> wanted =
        page.after() == null
            ? named
            : Predicates.and(named, Predicates.greaterThan(KEY, page.after()));
    return blocking(() -> keys(wanted, page.limit())).compose(restored::confirm);
  }

  private List<String> keys(Predicate<String, RequestEntry> wanted, int limit) {
    return entries.get().keySet(Predicates.pagingPredicate(wanted, limit)).stream()
        .sorted()
        .toList();
  }

  @Override
  public Future<Long> countOpen(List<PublicKey> keys) {
    return count(openFor(keys.stream()));
  }

  @Override
  public Future<Long> countOpenOf(PublicKey creator) {
    return count(
        Predicates.and(openFor(Stream.of(creator)), Predicates.equal("creator", creator.hex())));
  }

  private static Predicate<String, RequestEntry> openFor(Stream<PublicKey> keys) {
    return Predicates.in(OPEN_FOR, keys.map(PublicKey::hex).toArray(String[]::new));
  }

  private Future<Long> count(Predicate<String, RequestEntry> predicate) {
    return blocking(() -> entries.get().aggregate(Aggregators.count(), predicate));
  }

  // Queries have no asynchronous form.
  private <T> Future<T> blocking(Callable<T> query) {
    return vertx
        .executeBlocking(query, false)
        .recover(failure -> Future.failedFuture(Stages.refusal(failure)));
  }
}
