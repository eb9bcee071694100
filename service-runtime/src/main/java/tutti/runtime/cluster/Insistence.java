package tutti.runtime.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what nobody else would: after a pause, and never on the thread on which it failed,
 * which may be one that the cluster needs.
 */
final class Insistence {
  private static final Logger LOG = LoggerFactory.getLogger(Insistence.class);

  static final Executor AFTER_A_PAUSE = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

  private final Executor later;
  private final BooleanSupplier wanted;

  /**
   * @param later runs what it is given after a pause
   * @param wanted whether there is still a reason to try
   */
  Insistence(Executor later, BooleanSupplier wanted) {
    this.later = later;
    this.wanted = wanted;
  }

  /** Fails, as the last try did, after so many, or when it is not wanted any more. */
  <T> Future<T> insist(String what, int tries, Supplier<Future<T>> attempt) {
    return attempt
        .get()
        .recover(
            failure -> {
              if (tries <= 1 || !wanted.getAsBoolean()) {
                return Future.failedFuture(failure);
              }
              LOG.warn("{} failed, and is tried again: {}", what, failure.toString());
              return pause().compose(passed -> insist(what, tries - 1, attempt));
            });
  }

  private Future<Void> pause() {
    Promise<Void> passed = Promise.promise();
    later.execute(passed::complete);
    return passed.future();
  }
}
