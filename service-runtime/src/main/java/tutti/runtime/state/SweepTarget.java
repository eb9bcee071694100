package tutti.runtime.state;

import io.vertx.core.Future;

/** Does what is due with one document. */
@FunctionalInterface
public interface SweepTarget {
  Future<?> sweep(String key);
}
