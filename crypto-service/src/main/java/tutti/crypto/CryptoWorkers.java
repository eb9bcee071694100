package tutti.crypto;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** A fixed number of threads that compute, and a queue that does not grow without bound. */
final class CryptoWorkers {
  /** Most of what waits will have been computed by then. */
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final Vertx vertx;
  private final ThreadPoolExecutor threads;

  CryptoWorkers(Vertx vertx, int size, int maxWaiting) {
    this.vertx = vertx;
    BlockingQueue<Runnable> queue =
        maxWaiting == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(maxWaiting);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            queue,
            task -> new Thread(task, "tutti-crypto-" + number.incrementAndGet()));
  }

  /** Computes on a worker. The future completes on the caller's context. */
  <T> Future<T> run(Supplier<T> computation) {
    Context context = vertx.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    try {
      threads.execute(() -> compute(computation, context, promise));
    } catch (RejectedExecutionException e) {
      promise.fail(
          threads.isShutdown()
              ? Refusal.of(ErrorCode.UNAVAILABLE, "the crypto service is stopping")
              : Refusal.of(ErrorCode.OVERLOADED, "too many checks are waiting")
                  .retryAfter(RETRY_AFTER_MILLIS));
    }
    return promise.future();
  }

  /** How much waits for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Takes nothing more; what waits is still computed. */
  void close() {
    threads.shutdown();
  }

  private static <T> void compute(Supplier<T> computation, Context context, Promise<T> promise) {
    try {
      T result = computation.get();
      context.runOnContext(ignored -> promise.complete(result));
    } catch (Throwable e) { // an Error too must be answered, or the caller waits for nothing
      context.runOnContext(ignored -> promise.fail(e));
    }
  }
}
