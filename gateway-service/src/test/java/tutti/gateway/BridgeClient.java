package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.Operation;
import tutti.protocol.SignedOperation;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.Login;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.gateway.LoginToken;
import tutti.protocol.json.Wire;

/** A client of the bridge that says frames as they are, and keeps what it hears. */
public final class BridgeClient implements AutoCloseable {
  private static final Engine ENGINE = Engines.bouncyCastle();
  private static final long PATIENCE_SECONDS = 20;

  private final WebSocketClient client;
  private final WebSocket socket;
  private final String origin;
  private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
  private final List<JsonObject> passedOver = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int count;

  private BridgeClient(WebSocketClient client, WebSocket socket, String origin) {
    this.client = client;
    this.socket = socket;
    this.origin = origin;
    socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(over -> closed.countDown());
    socket.resume();
  }

  public static BridgeClient connect(RunningGateway gateway) {
    return connect(gateway.vertx(), gateway.origin(), MultiMap.caseInsensitiveMultiMap());
  }

  public static BridgeClient connect(Vertx vertx, String origin, MultiMap headers) {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new io.vertx.core.http.WebSocketClientOptions().setMaxMessageSize(8_000_000));
    WebSocket socket =
        RunningGateway.await(
            client.connect(
                new WebSocketConnectOptions()
                    .setAbsoluteURI(origin.replaceFirst("http", "ws") + "/eventbus/websocket")
                    .setHeaders(headers)));
    return new BridgeClient(client, socket.pause(), origin);
  }

  /** Says a frame. */
  public void say(JsonObject frame) {
    say(frame.encode());
  }

  /** Says what may be no frame at all. */
  public void say(String text) {
    RunningGateway.await(socket.writeTextMessage(text));
  }

  /** Says it without waiting until it is written. */
  public void throwIn(String text) {
    socket.writeTextMessage(text);
  }

  /** Says something below the frames, which nobody hears. */
  public void ping() {
    socket.writePing(Buffer.buffer("x"));
  }

  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** How many frames have come that nobody asked for yet. */
  public int unread() {
    return heard.size();
  }

  /** The next frame that is wanted; others are kept for later. */
  public JsonObject awaitFrame(Predicate<JsonObject> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    for (JsonObject frame : passedOver) {
      if (wanted.test(frame)) {
        passedOver.remove(frame);
        return frame;
      }
    }
    try {
      while (true) {
        JsonObject frame = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(frame).as("a frame").isNotNull();
        if (wanted.test(frame)) {
          return frame;
        }
        passedOver.add(frame);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends something and waits for what is answered, an answer or a refusal. */
  public JsonObject ask(String address, @Nullable Object body) {
    String replyAddress = "reply-" + ++count;
    say(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("replyAddress", replyAddress)
            .put("body", body));
    return awaitFrame(frame -> replyAddress.equals(frame.getString("address")));
  }

  public <R> R ask(Operation<?, R> operation, Object query) {
    JsonObject frame = ask(operation.address(), new JsonObject(Wire.map(query)));
    assertThat(frame.getString("type")).as("type of %s", frame).isEqualTo("rec");
    return Wire.readLenient(frame.getJsonObject("body").toBuffer().getBytes(), operation.reply());
  }

  public Failure refusal(Operation<?, ?> operation, Object query) {
    return failure(ask(operation.address(), new JsonObject(Wire.map(query))));
  }

  public static Failure failure(JsonObject frame) {
    assertThat(frame.getString("type")).as("type of %s", frame).isEqualTo("err");
    Failure failure =
        Wire.readLenient(
            frame.getString("message").getBytes(java.nio.charset.StandardCharsets.UTF_8),
            Failure.class);
    assertThat(frame.getInteger("failureCode")).isEqualTo(failure.code().number());
    return failure;
  }

  public LoginToken logIn(SecretKey key) {
    return ask(GatewayApi.LOGIN.operation(), login(key, challenge(key), origin));
  }

  public LoginChallenge challenge(SecretKey key) {
    return ask(GatewayApi.CHALLENGE, new ChallengeQuery(key.publicKey()));
  }

  public static Envelope login(SecretKey key, LoginChallenge challenge, String audience) {
    return say(
        key,
        GatewayApi.LOGIN,
        new Login(challenge.challenge(), audience),
        System.currentTimeMillis());
  }

  public static <B> Envelope say(
      SecretKey key, SignedOperation<B, ?> operation, B body, long sentAt) {
    ObjectNode tree = Wire.tree(body);
    var digest = Envelope.digest(operation.type(), key.publicKey(), 1, sentAt, tree);
    return new Envelope(
        operation.type(), key.publicKey(), 1, sentAt, tree, ENGINE.signSchnorr(key, digest));
  }

  /** Listens at an address; the answer, or the refusal. */
  public JsonObject register(String address, @Nullable String token) {
    String replyAddress = "reply-" + ++count;
    JsonObject frame =
        new JsonObject()
            .put("type", "register")
            .put("address", address)
            .put("replyAddress", replyAddress);
    if (token != null) {
      frame.put("headers", new JsonObject().put("Authorization", "Bearer " + token));
    }
    say(frame);
    return awaitFrame(answer -> replyAddress.equals(answer.getString("address")));
  }

  public ErrorCode refusalToRegister(String address, @Nullable String token) {
    return failure(register(address, token)).code();
  }

  public boolean awaitClosed() {
    try {
      return closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    socket.close();
    client.close();
  }
}
