package tutti.acceptance;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Failure;
import tutti.protocol.Operation;
import tutti.protocol.json.Wire;

/** The event bus as anyone can use it who has got onto it: nothing is checked before it is sent. */
final class Line {
  private final Vertx vertx;

  Line(Vertx vertx) {
    this.vertx = vertx;
  }

  <Q, R> R ask(Operation<Q, R> operation, Q query) {
    JsonObject reply = send(operation.address(), new JsonObject(Buffer.buffer(Wire.write(query))));
    return Wire.read(reply.toBuffer().getBytes(), operation.reply());
  }

  /** The reply. Throws what the service refused with, strictly read. */
  JsonObject send(String address, @Nullable Object body) {
    try {
      return vertx
          .eventBus()
          .<JsonObject>request(address, body, new DeliveryOptions().setSendTimeout(10_000))
          .toCompletionStage()
          .toCompletableFuture()
          .get(15, TimeUnit.SECONDS)
          .body();
    } catch (ExecutionException e) {
      throw refusal(e);
    } catch (Exception e) {
      throw new AssertionError(address, e);
    }
  }

  private static RuntimeException refusal(ExecutionException e) {
    if (e.getCause() instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
      byte[] json = String.valueOf(reply.getMessage()).getBytes(StandardCharsets.UTF_8);
      Failure failure = Wire.read(json, Failure.class);
      if (failure.code().number() != reply.failureCode()) {
        throw new AssertionError("the failure's number is not that of its code: " + failure);
      }
      return failure.toRefusal();
    }
    throw new AssertionError(e.getCause());
  }
}
