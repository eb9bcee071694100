package tutti.agent.gateway;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/**
 * A connection to a gateway that is made again whenever it breaks, after a pause that grows with
 * each failure. Used from one context only.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 5_000;
  private static final long PING_INTERVAL = 10_000;
  private static final JsonObject PING = new JsonObject().put("type", "ping");

  private final Vertx vertx;
  private final WebSocketClient client;
  private final WebSocketConnectOptions target;
  private final Awaited awaited;
  private final Consumer<JsonObject> events;
  private final Supplier<Future<Void>> onConnected;
  private @Nullable WebSocket socket;
  private long pings;
  private boolean answersPings;
  private boolean closed;
  private int failures;

  /** Who is told what. */
  record Listener(Consumer<JsonObject> events, Supplier<Future<Void>> onConnected) {}

  Link(Context context, WebSocketClient client, WebSocketConnectOptions target, Listener listener) {
    this.vertx = context.owner();
    this.client = client;
    this.target = target;
    this.awaited = new Awaited(vertx, GatewayBus.TIMEOUT.toMillis());
    this.events = listener.events;
    this.onConnected = listener.onConnected;
  }

  /** Begins; from now on there is a connection whenever there can be one. */
  void open() {
    if (closed) {
      return;
    }
    client
        .connect(target)
        .onSuccess(this::connected) // at once: what is said and done next must find its handlers
        .onFailure(this::lost);
  }

  boolean isOpen() {
    return socket != null;
  }

  /** Says a frame and waits for its answer. */
  Future<JsonObject> ask(JsonObject frame) {
    WebSocket open = socket;
    if (open == null) {
      return Future.failedFuture(unreachable());
    }
    Awaited.Answer answer = awaited.expect();
    open.writeTextMessage(frame.put("replyAddress", answer.address()).encode());
    return answer.body();
  }

  /** Says a frame that has no answer. */
  void say(JsonObject frame) {
    if (socket != null) {
      socket.writeTextMessage(frame.encode());
    }
  }

  /** Does something after a while, unless this is closed by then. */
  void later(Runnable work) {
    vertx.setTimer(
        LONGEST_PAUSE,
        now -> {
          if (!closed) {
            work.run();
          }
        });
  }

  void close() {
    closed = true;
    client.close(); // and with it what it opened
    awaited.failAll(unreachable());
  }

  private void connected(WebSocket connected) {
    if (closed) {
      connected.close();
      return;
    }
    try {
      listen(connected);
    } catch (IllegalStateException closedAgain) {
      lost(closedAgain);
      return;
    }
    onConnected
        .get()
        .onSuccess(ready -> failures = 0)
        .onFailure(
            failure -> {
              LOG.warn("the gateway does not let this signer in: {}", failure.toString());
              connected.close();
            });
  }

  private void listen(WebSocket connected) {
    connected.textMessageHandler(this::heard);
    connected.binaryMessageHandler(bytes -> heard(bytes.toString()));
    connected.pongHandler(pong -> answersPings = true);
    connected.exceptionHandler(failure -> LOG.debug("the connection: {}", failure.toString()));
    connected.closeHandler(over -> ended(connected));
    connected.resume();
    socket = connected;
    answersPings = true;
    pings = vertx.setPeriodic(PING_INTERVAL, now -> ping(connected));
  }

  private void ended(WebSocket one) {
    if (socket != one) {
      return; // this was noticed before
    }
    vertx.cancelTimer(pings);
    socket = null;
    awaited.failAll(unreachable());
    lost(new java.io.IOException("the connection was closed"));
  }

  private void lost(Throwable failure) {
    if (closed) {
      return;
    }
    LOG.debug("no connection to {}: {}", target.getURI(), failure.toString());
    long pause = Math.min(FIRST_PAUSE << Math.min(failures++, 10), LONGEST_PAUSE);
    long jittered =
        pause / 2 + java.util.concurrent.ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    vertx.setTimer(jittered, now -> open());
  }

  private void ping(WebSocket connected) {
    if (!answersPings || connected.isClosed()) {
      connected.close();
      ended(connected); // of a gateway that is frozen, the last word may never come
      return;
    }
    answersPings = false;
    connected.writePing(io.vertx.core.buffer.Buffer.buffer("tutti"));
    say(PING); // the gateway counts frames as signs of life, not what carries them
  }

  private void heard(String text) {
    JsonObject frame;
    try {
      frame = new JsonObject(text);
    } catch (DecodeException e) {
      LOG.debug("what arrived is no frame");
      return;
    }
    try {
      if (!awaited.arrived(frame)) {
        events.accept(frame);
      }
    } catch (ClassCastException e) {
      LOG.debug("what arrived is no frame of the contract");
    }
  }

  private static Refusal unreachable() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "there is no connection to the gateway now");
  }
}
