package tutti.agent.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;

/** What was asked and is not answered yet. Used from one context only. */
final class Awaited {
  private final Vertx vertx;
  private final long timeout;
  private final Map<String, Promise<JsonObject>> promises = new HashMap<>();
  private long count;

  Awaited(Vertx vertx, long timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
  }

  /** An answer to come, and the address that it will come to. */
  record Answer(String address, Future<JsonObject> body) {}

  Answer expect() {
    String address = "reply-" + ++count;
    Promise<JsonObject> promise = Promise.promise();
    promises.put(address, promise);
    long timer =
        vertx.setTimer(
            timeout,
            late -> fail(address, Refusal.of(ErrorCode.TIMEOUT, "no answer from the gateway")));
    return new Answer(address, promise.future().onComplete(answered -> vertx.cancelTimer(timer)));
  }

  /** Whether this is an answer, which is then given to who waits for it. */
  boolean arrived(JsonObject frame) {
    String address = frame.getString("address", "");
    if (!promises.containsKey(address)) {
      return false;
    }
    if ("err".equals(frame.getString("type"))) {
      fail(address, refusal(frame));
    } else {
      promises.remove(address).complete(frame.getJsonObject("body", new JsonObject()));
    }
    return true;
  }

  /** Nothing more will be answered. */
  void failAll(Refusal reason) {
    List.copyOf(promises.keySet()).forEach(address -> fail(address, reason));
  }

  private void fail(String address, Refusal reason) {
    Promise<JsonObject> promise = promises.remove(address);
    if (promise != null) {
      promise.fail(reason);
    }
  }

  /** The refusal in a frame. */
  static Refusal refusal(JsonObject frame) {
    try {
      String message = frame.getString("message", "");
      return Wire.readLenient(
              message.getBytes(java.nio.charset.StandardCharsets.UTF_8), Failure.class)
          .toRefusal();
    } catch (Refusal | ClassCastException unreadable) {
      return Refusal.of(ErrorCode.INTERNAL, "a failure that does not say why");
    }
  }
}
