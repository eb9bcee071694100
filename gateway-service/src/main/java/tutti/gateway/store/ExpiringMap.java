package tutti.gateway.store;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tutti.runtime.state.LateMap;
import tutti.runtime.state.Stages;

/** Values that all gateways of a cluster share for some time. Written once, never changed. */
public final class ExpiringMap<V> {
  private final Vertx vertx;
  private final LateMap<V> map;

  public ExpiringMap(Vertx vertx, HazelcastInstance hazelcast, String name) {
    this.vertx = vertx;
    this.map = new LateMap<>(hazelcast, name);
  }

  /** Keeps it for so many milliseconds. */
  public Future<Void> put(String key, V value, long life) {
    return map.use(
        vertx, known -> known.setAsync(key, value, Math.max(1_000, life), TimeUnit.MILLISECONDS));
  }

  /** Keeps it until it is removed. */
  public Future<Void> put(String key, V value) {
    return map.use(vertx, known -> known.setAsync(key, value));
  }

  public Future<Optional<V>> get(String key) {
    return map.use(vertx, known -> known.getAsync(key)).map(Optional::ofNullable);
  }

  /** Takes it out: of those who ask for the same one, one gets it. */
  public Future<Optional<V>> take(String key) {
    return map.use(vertx, known -> known.removeAsync(key)).map(Optional::ofNullable);
  }

  /** All there are; where there are few. */
  public Future<List<V>> values() {
    return blocking(() -> List.copyOf(map.get().values()));
  }

  /** Removes one whose key is the wanted; where there are few. Whether there was one. */
  public Future<Boolean> removeFirst(Predicate<String> wanted) {
    return blocking(
        () ->
            map.get().keySet().stream()
                .filter(wanted)
                .findFirst()
                .map(key -> map.get().remove(key) != null)
                .orElse(false));
  }

  /** Keeps it for so long unless there is one already; whether there was none. */
  public Future<Boolean> claim(String key, V value, long life) {
    return blocking(() -> map.get().putIfAbsent(key, value, life, TimeUnit.MILLISECONDS) == null);
  }

  // Queries have no asynchronous form.
  private <T> Future<T> blocking(Callable<T> query) {
    return vertx
        .executeBlocking(query, false)
        .recover(failure -> Future.failedFuture(Stages.refusal(failure)));
  }
}
