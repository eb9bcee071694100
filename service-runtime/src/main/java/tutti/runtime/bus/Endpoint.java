package tutti.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;

/** One served operation: reads the request, has it handled, answers or refuses. */
final class Endpoint<Q, R> {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

  private final Operation<Q, R> operation;
  private final Function<Q, Future<R>> handler;
  private final Limits limits;
  private final InFlight inFlight;
  private final Witness witness;

  Endpoint(
      Operation<Q, R> operation,
      Function<Q, Future<R>> handler,
      Limits limits,
      InFlight inFlight,
      Witness witness) {
    this.operation = operation;
    this.handler = handler;
    this.limits = limits;
    this.inFlight = inFlight;
    this.witness = witness;
  }

  void handle(Message<Object> message) {
    long begun = System.nanoTime();
    inFlight
        .run(
            operation.address(),
            () -> handler.apply(Body.request(message.body(), operation, limits)).map(this::encode))
        .onComplete(
            reply -> {
              seen(message, reply, null, begun);
              message.reply(reply);
            },
            failure -> refuse(message, failure, begun));
  }

  /** Before it is answered: with the answer ends what is noted of it. */
  private void seen(
      Message<Object> message,
      @Nullable JsonObject reply,
      @Nullable ErrorCode refused,
      long begun) {
    long nanos = System.nanoTime() - begun;
    witness.served(new Served(operation.address(), message.body(), reply, refused, nanos));
  }

  private JsonObject encode(R reply) {
    return Body.of(reply);
  }

  private void refuse(Message<Object> message, Throwable failure, long begun) {
    Refusal refusal = failure instanceof Refusal known ? known : internal(failure);
    seen(message, null, refusal.code(), begun);
    message.fail(refusal.code().number(), Body.failure(refusal));
  }

  // Whoever asked learns nothing of a bug; whoever operates the service must.
  private Refusal internal(Throwable failure) {
    LOG.atError().setCause(failure).addKeyValue("operation", operation.address()).log("failed");
    return Refusal.of(ErrorCode.INTERNAL, "internal error");
  }
}
