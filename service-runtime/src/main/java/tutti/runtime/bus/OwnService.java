package tutti.runtime.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * An operation that this process serves itself, asked without the bus: the records go over as they
 * are. Everything else is as on the bus: the handler runs on its own context, the answer arrives on
 * the caller's, and nobody waits for ever.
 */
record OwnService<Q, R>(Vertx vertx, Context context, Endpoint<Q, R> endpoint) {
  Future<R> ask(Q query, long timeout) {
    Context caller = vertx.getOrCreateContext();
    Promise<R> answer = Promise.promise();
    context.runOnContext(
        ignored ->
            endpoint
                .answer(query)
                .onComplete(
                    reply -> caller.runOnContext(back -> answer.tryComplete(reply)),
                    failure -> caller.runOnContext(back -> answer.tryFail(failure))));
    return answer
        .future()
        .timeout(timeout, TimeUnit.MILLISECONDS)
        .recover(failure -> Future.failedFuture(refusal(failure)));
  }

  private static Throwable refusal(Throwable failure) {
    return failure instanceof TimeoutException
        ? Refusal.of(ErrorCode.TIMEOUT, "no answer from this process")
        : failure;
  }
}
