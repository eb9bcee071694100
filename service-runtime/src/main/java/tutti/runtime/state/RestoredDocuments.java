package tutti.runtime.state;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * For searches, where there is a durable store: they would not find what has not been read back
 * yet, and say that there is nothing. A single document needs none of this, its owner knows.
 */
public final class RestoredDocuments {
  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private volatile @Nullable Partitions partitions;

  public RestoredDocuments(Vertx vertx, HazelcastInstance hazelcast) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
  }

  /**
   * What was found, if nothing was missing. Asked afterwards, since what the search has looked at
   * may have been lost just before.
   */
  public <T> Future<T> confirm(T found) {
    return Durability.isUsedIn(hazelcast)
        ? vertx
            .executeBlocking(() -> confirmed(found), false)
            .recover(failure -> Future.failedFuture(Stages.refusal(failure)))
        : Future.succeededFuture(found);
  }

  private <T> T confirmed(T found) {
    if (!partitions().areAllRestored()) {
      throw Partitions.refusal();
    }
    return found;
  }

  private Partitions partitions() {
    Partitions known = partitions;
    if (known == null) {
      known = new Partitions(hazelcast);
      partitions = known;
    }
    return known;
  }
}
