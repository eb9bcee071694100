package tutti.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;

/** Asks until there is an answer, a refusal that is meant, or no time left. */
final class Requester {
  private final Vertx vertx;
  private final Patience patience;
  private final InFlight inFlight;

  Requester(Vertx vertx, Patience patience) {
    this.vertx = vertx;
    this.patience = patience;
    this.inFlight = new InFlight(patience.inFlight());
  }

  <Q, R> Future<R> request(Operation<Q, R> operation, Q query) {
    long deadline = System.nanoTime() + patience.overall().toNanos();
    return inFlight
        .run(
            operation.address(),
            () -> attempt(new Call(operation.address(), Body.of(query), deadline), 0))
        .map(message -> Body.reply(message.body(), operation.reply()));
  }

  /** What stays the same over all tries. */
  private record Call(String address, JsonObject body, long deadline) {
    long millisLeft() {
      return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }

  private Future<Message<Object>> attempt(Call call, int failedTries) {
    long timeout = Math.max(1, Math.min(patience.perTry().toMillis(), call.millisLeft()));
    return vertx
        .eventBus()
        .request(call.address, call.body, new DeliveryOptions().setSendTimeout(timeout))
        .recover(failure -> again(call, failedTries, refusal(call.address, failure)));
  }

  private Future<Message<Object>> again(Call call, int failedTries, Refusal refusal) {
    long pause = patience.pauseMillis(failedTries);
    if (!isPassing(refusal.code()) || pause >= call.millisLeft()) {
      return Future.failedFuture(refusal);
    }
    return vertx
        .timer(pause)
        // Whoever asks is being stopped; the one that asked it may ask another.
        .recover(stopped -> Future.failedFuture(refusal(call.address, stopped)))
        .compose(ignored -> attempt(call, failedTries + 1));
  }

  /** Worth another try within seconds. A rate limit is not. */
  private static boolean isPassing(ErrorCode code) {
    return switch (code) {
      case TIMEOUT, UNAVAILABLE, NO_QUORUM, OVERLOADED -> true;
      default -> false;
    };
  }

  static Refusal refusal(String address, Throwable failure) {
    if (!(failure instanceof ReplyException reply)) {
      return Refusal.of(ErrorCode.UNAVAILABLE, "%s cannot be reached".formatted(address));
    }
    return switch (reply.failureType()) {
      case TIMEOUT -> Refusal.of(ErrorCode.TIMEOUT, "no answer from %s".formatted(address));
      case NO_HANDLERS -> Refusal.of(ErrorCode.UNAVAILABLE, "nobody serves %s".formatted(address));
      case RECIPIENT_FAILURE -> Body.refusal(reply.getMessage());
      case ERROR -> Refusal.of(ErrorCode.UNAVAILABLE, "%s cannot be reached".formatted(address));
    };
  }
}
