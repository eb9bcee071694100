package tutti.agent.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.request.GetRequest;
import tutti.protocol.request.RequestApi;

class GatewayBusTest {
  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
  private static final byte[] CLOSE = {(byte) 0x88, 0};

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void connectsAgainToAGatewayThatClosesAtOnce() throws InterruptedException {
    CountDownLatch connections = new CountDownLatch(3);
    int port = listen(connections::countDown);

    try (GatewayBus bus = new GatewayBus(vertx, URI.create("http://127.0.0.1:" + port))) {
      assertThat(connections.await(20, TimeUnit.SECONDS)).as("three connections").isTrue();
      assertThat(bus).isNotNull();
    }
  }

  /** As of a process that is frozen: its host takes the connection, and nobody answers. */
  @Test
  void leavesAGatewayThatTakesConnectionsAndSaysNothing() throws Exception {
    CountDownLatch connections = new CountDownLatch(2);
    var silent = vertx.createNetServer().connectHandler(socket -> connections.countDown());
    int port = silent.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();

    try (GatewayBus bus = new GatewayBus(vertx, URI.create("http://127.0.0.1:" + port))) {
      assertThat(connections.await(30, TimeUnit.SECONDS)).as("another connection").isTrue();
      assertThat(bus).isNotNull();
    }
  }

  @Test
  void saysThatThereIsNoConnection() {
    try (GatewayBus bus = new GatewayBus(vertx, URI.create("http://127.0.0.1:1"))) {
      var query = new GetRequest(RequestId.fromHex("ab".repeat(32)));

      assertThatThrownBy(
              () ->
                  bus.request(RequestApi.GET, query)
                      .toCompletableFuture()
                      .get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(Refusal.class)
          .hasMessageContaining("no connection to the gateway");
    }
  }

  /** Upgrades every connection and closes it, in one piece. */
  private int listen(Runnable opened) {
    var server =
        vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(
                        first -> {
                          opened.run();
                          socket.handler(goodbye -> socket.close());
                          socket.write(upgraded(first.toString()));
                        }));
    return server.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();
  }

  private static Buffer upgraded(String request) {
    Matcher key = KEY.matcher(request);
    assertThat(key.find()).isTrue();
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accepted(key.group(1)));
    return Buffer.buffer(answer).appendBytes(CLOSE);
  }

  private static String accepted(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
