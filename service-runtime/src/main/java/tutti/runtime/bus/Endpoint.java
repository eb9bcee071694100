package tutti.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
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

  Endpoint(
      Operation<Q, R> operation, Function<Q, Future<R>> handler, Limits limits, InFlight inFlight) {
    this.operation = operation;
    this.handler = handler;
    this.limits = limits;
    this.inFlight = inFlight;
  }

  void handle(Message<Object> message) {
    inFlight
        .run(
            operation.address(),
            () -> handler.apply(Body.request(message.body(), operation, limits)).map(this::encode))
        .onComplete(message::reply, failure -> refuse(message, failure));
  }

  private JsonObject encode(R reply) {
    return Body.of(reply);
  }

  private void refuse(Message<Object> message, Throwable failure) {
    Refusal refusal = failure instanceof Refusal known ? known : internal(failure);
    message.fail(refusal.code().number(), Body.failure(refusal));
  }

  // Whoever asked learns nothing of a bug; whoever operates the service must.
  private Refusal internal(Throwable failure) {
    LOG.error("{} failed", operation.address(), failure);
    return Refusal.of(ErrorCode.INTERNAL, "internal error");
  }
}
