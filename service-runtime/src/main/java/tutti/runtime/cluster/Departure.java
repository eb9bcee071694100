package tutti.runtime.cluster;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.runtime.ServiceContext;

/**
 * What a process does before it hands its documents over: no member sends here any more, what is
 * under way is answered, services stop, the bus is closed.
 *
 * <p>Each step has a time of its own, after which the next one begins: a service or a store that
 * hangs must not take the time away in which documents move to other members. The times are not
 * those of Vert.x, which may hang itself.
 */
final class Departure {
  private static final Logger LOG = LoggerFactory.getLogger(Departure.class);
  private static final long IDLE_CHECK_MILLIS = 10;

  private final ServiceContext context;
  private final EvenCluster cluster;
  private final Queue<String> deployments;
  private final Leaving times;

  Departure(ServiceContext context, EvenCluster cluster, Queue<String> deployments) {
    this.context = context;
    this.cluster = cluster;
    this.deployments = deployments;
    this.times = Leaving.of(context.settings());
  }

  /** Of a member that serves, so that nobody whom it owes an answer misses it. */
  Future<Void> inOrder() {
    return pause(times.notice())
        .compose(noticed -> withdrawn())
        .compose(withdrawn -> pause(times.drain()))
        .compose(drained -> stopped());
  }

  /** Of one that nobody misses. */
  Future<Void> atOnce() {
    return pause(Duration.ZERO).compose(begun -> withdrawn()).compose(withdrawn -> stopped());
  }

  private Future<Void> withdrawn() {
    return within(Leaving.WITHDRAWING, "to withdraw", cluster::withdraw);
  }

  private Future<Void> stopped() {
    long answeredBy = System.nanoTime() + times.answering().toNanos();
    return answered(answeredBy)
        .compose(answered -> within(times.stopping(), "to stop the services", this::undeploy))
        .compose(undeployed -> within(Leaving.CLOSING, "to close the bus", this::closed));
  }

  /** Until what was asked here is answered; nobody waits for an answer any longer than this. */
  private Future<Void> answered(long deadline) {
    return context.bus().isIdle() || System.nanoTime() - deadline > 0
        ? Future.succeededFuture()
        : pause(Duration.ofMillis(IDLE_CHECK_MILLIS)).compose(later -> answered(deadline));
  }

  private Future<Void> undeploy() {
    List<Future<Void>> undeployed = new ArrayList<>();
    for (String id = deployments.poll(); id != null; id = deployments.poll()) {
      undeployed.add(context.vertx().undeploy(id));
    }
    return Future.join(undeployed).mapEmpty();
  }

  private Future<Void> closed() {
    return context.bus().close().otherwiseEmpty().compose(closed -> context.vertx().close());
  }

  private static Future<Void> pause(Duration time) {
    Executor later = CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS);
    return Future.fromCompletionStage(CompletableFuture.runAsync(() -> {}, later));
  }

  /** One step that fails, or does not end, must not keep the others from happening. */
  private static Future<Void> within(Duration time, String what, Supplier<Future<Void>> step) {
    CompletableFuture<Void> ended =
        Future.<Void>succeededFuture()
            .compose(begun -> step.get())
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
            // Not on the one thread that looks after all such times.
            .handleAsync(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn("leaving: {} failed or took too long: {}", what, failure.toString());
                  }
                  return null;
                });
    return Future.fromCompletionStage(ended);
  }
}
