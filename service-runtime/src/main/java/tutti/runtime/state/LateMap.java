package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.Refusal;

/**
 * A map of the cluster, looked up at once if that is possible, and otherwise when it is used: one
 * with indexes cannot be looked up while too few members are there or while the cluster changes,
 * and yet the first process of a cluster must be able to start before the others.
 */
public final class LateMap<V> {
  private static final Logger LOG = LoggerFactory.getLogger(LateMap.class);

  private final HazelcastInstance hazelcast;
  private final String name;
  private volatile @Nullable IMap<String, V> map;

  public LateMap(HazelcastInstance hazelcast, String name) {
    this.hazelcast = hazelcast;
    this.name = name;
    try {
      get();
    } catch (RuntimeException e) {
      if (!(Stages.refusal(e) instanceof Refusal passing)) {
        throw e;
      }
      LOG.warn("{} cannot be used yet: {}", name, passing.getMessage());
    }
  }

  /** Starts something asynchronous with the map; the future completes on the caller's context. */
  public <T> Future<T> use(Vertx vertx, Function<IMap<String, V>, CompletionStage<T>> start) {
    IMap<String, V> known = map;
    return known == null
        ? lookedUp(vertx).compose(found -> Stages.onContext(vertx, () -> start.apply(found)))
        : Stages.onContext(vertx, () -> start.apply(known));
  }

  // An index is built, and that takes an answer of the other members.
  private Future<IMap<String, V>> lookedUp(Vertx vertx) {
    return vertx
        .executeBlocking(this::get, false)
        .recover(failure -> Future.failedFuture(Stages.refusal(failure)));
  }

  /**
   * The map, for those who may block. Throws what a change of it would throw if it cannot be looked
   * up now.
   */
  public IMap<String, V> get() {
    IMap<String, V> known = map;
    if (known == null) {
      requireQuorum();
      known = hazelcast.getMap(name);
      map = known;
    }
    return known;
  }

  // Looking it up would tell, too, but with a stack trace in the log each time.
  private void requireQuorum() {
    String quorum = hazelcast.getConfig().findMapConfig(name).getSplitBrainProtectionName();
    if (quorum != null
        && !hazelcast
            .getSplitBrainProtectionService()
            .getSplitBrainProtection(quorum)
            .hasMinimumSize()) {
      throw new SplitBrainProtectionException("too few members to look up " + name);
    }
  }
}
