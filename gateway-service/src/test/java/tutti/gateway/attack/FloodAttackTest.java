package tutti.gateway.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tutti.gateway.BridgeClient;
import tutti.gateway.RestClient;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.runtime.config.EdgeSettings;

/** As much as can be sent, by clients that read nothing of what is answered. */
@ExtendWith(Attacked.class)
class FloodAttackTest {
  private static final int ALL = 64 << 20;
  private static final int KEPT = 32 << 20; // by the buffers of the system, at most

  private final RunningGateway gateway;

  FloodAttackTest(Target target) {
    gateway = target.gateway();
  }

  @Test
  void pongsThatNobodyReadsAreNotKept() throws IOException {
    byte[] ping = RawClient.framed(0x80 | RawClient.PING, new byte[125]);
    try (SocketChannel channel = opened(gateway, "/eventbus/websocket")) {
      poured(channel, ping, ALL);

      assertThat(read(channel)).isLessThan(KEPT);
    }
  }

  @Test
  void whoDoesNotReadRefusalsIsNotReadFrom() throws IOException {
    byte[] nonsense = RawClient.framed(0x81, "x".repeat(100).getBytes(US_ASCII));

    try (RunningGateway generous =
        gateway.beside(
            settings ->
                settings
                    .with(EdgeSettings.RATE_PER_CONNECTION, "1000000")
                    .with(EdgeSettings.RATE_PER_ADDRESS, "10000000"))) {
      assertThat(taken(generous, "/eventbus/websocket", nonsense)).isLessThan(KEPT);
    }
  }

  @Test
  void framesOfASessionThatAreTooManyToReadAreNotKept() throws IOException {
    String frames = "[" + "\"{}\",".repeat(1_000) + "\"{}\"]";
    try (SocketChannel channel = opened(gateway, "/eventbus/000/flood/websocket")) {
      poured(channel, RawClient.framed(0x81, frames.getBytes(US_ASCII)), ALL / 4);

      assertThat(read(channel)).isLessThan(KEPT); // until it is cut off
    }
  }

  @Test
  void requestsAreNotAnsweredFasterThanTheAnswersAreRead() throws IOException {
    byte[] request =
        "GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
            .formatted(gateway.port())
            .getBytes(US_ASCII);

    try (SocketChannel channel = SocketChannel.open(address(gateway))) {
      assertThat(poured(channel, request, ALL)).isLessThan(KEPT);
    }
  }

  @Test
  void oneAddressAsksForNoMoreThanItsShare() {
    try (RunningGateway strict =
        gateway.beside(settings -> settings.with(EdgeSettings.RATE_PER_ADDRESS, "1"))) {
      RestClient rest = new RestClient(strict.origin());

      List<RestClient.Answer> answers =
          IntStream.range(0, 20).mapToObj(i -> rest.get("/v1/signers")).toList();

      RestClient.Answer last =
          answers.stream().filter(one -> one.status() != 200).findFirst().orElseThrow();
      assertThat(last.code()).isEqualTo(ErrorCode.RATE_LIMITED);
      assertThat(last.status()).isEqualTo(429);
      assertThat(last.header("Retry-After")).isNotEmpty();
      assertThat(statusFrom("127.0.0.2", strict)).isEqualTo(200);
    }
  }

  @Test
  void aFloodOfFramesIsReadLaterAndHurtsNobodyElse() {
    int rate = 10;
    int flood = 4 * rate + 2 * rate; // a burst, and what takes two seconds after it
    try (RunningGateway strict =
            gateway.beside(
                settings -> settings.with(EdgeSettings.RATE_PER_CONNECTION, String.valueOf(rate)));
        BridgeClient flooding = BridgeClient.connect(strict);
        BridgeClient other = BridgeClient.connect(strict)) {
      long start = System.nanoTime();
      for (int i = 0; i < flood; i++) {
        flooding.throwIn(
            "{\"type\":\"send\",\"address\":\"nowhere\",\"replyAddress\":\"r" + i + "\"}");
      }

      assertThat(other.ask(DiscoveryApi.FIND, SignerQuery.all())).isNotNull();
      assertThat(flooding.unread()).isLessThan(flood);
      flooding.awaitFrame(frame -> ("r" + (flood - 1)).equals(frame.getString("address")));
      // Never too early, however slow the machine is.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void oneConnectionHasNoMoreUnderWayThanItsShare() {
    try (RunningGateway strict =
            gateway.beside(settings -> settings.with(EdgeSettings.IN_FLIGHT_PER_CONNECTION, "2"));
        BridgeClient client = BridgeClient.connect(strict)) {
      for (int i = 0; i < 50; i++) {
        client.throwIn(
            new JsonObject()
                .put("type", "send")
                .put("address", "tutti.request.get")
                .put("replyAddress", "r" + i)
                .put("body", new JsonObject().put("requestId", "a".repeat(64)))
                .encode());
      }

      List<ErrorCode> codes =
          IntStream.range(0, 50)
              .mapToObj(i -> BridgeClient.failure(client.awaitFrame(any -> true)).code())
              .distinct()
              .toList();
      assertThat(codes).containsExactlyInAnyOrder(ErrorCode.NOT_FOUND, ErrorCode.OVERLOADED);
    }
  }

  @Test
  void oneAddressHoldsNoMoreConnectionsThanItsShare() {
    try (RunningGateway strict =
        gateway.beside(
            settings -> settings.with(EdgeSettings.HTTP_CONNECTIONS_PER_ADDRESS, "20"))) {
      List<RawClient> crowd = new ArrayList<>();
      try {
        IntStream.range(0, 100)
            .forEach(i -> crowd.add(RawClient.from("127.0.0." + (3 + i % 2), strict)));

        await().until(() -> strict.connections() == 40);
        assertThat(statusFrom("127.0.0.5", strict)).isEqualTo(200);
      } finally {
        crowd.forEach(RawClient::close);
      }
      await().until(() -> strict.connections() == 0);
    }
  }

  /** How many bytes are taken from somebody who does not read. */
  private static int taken(RunningGateway from, String path, byte[] frame) throws IOException {
    try (SocketChannel channel = opened(from, path)) {
      return poured(channel, frame, ALL);
    }
  }

  private static SocketChannel opened(RunningGateway gateway, String path) throws IOException {
    SocketChannel channel = SocketChannel.open(address(gateway));
    String upgrade = RawClient.upgrade(path).replace("%d", String.valueOf(gateway.port()));
    channel.write(ByteBuffer.wrap(upgrade.getBytes(US_ASCII)));
    ByteBuffer answer = ByteBuffer.allocate(12);
    while (answer.hasRemaining() && channel.read(answer) >= 0) {
      // Until it is known that the socket is open.
    }
    assertThat(new String(answer.array(), US_ASCII)).isEqualTo("HTTP/1.1 101");
    return channel;
  }

  /** How many bytes there are to be read until it is cut off. */
  private static long read(SocketChannel channel) throws IOException {
    channel.configureBlocking(true);
    channel.socket().setSoTimeout(20_000);
    InputStream in = channel.socket().getInputStream();
    byte[] some = new byte[1 << 16];
    long total = 0;
    try {
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        total += count;
      }
    } catch (java.net.SocketException cutOff) {
      return total;
    }
    return total;
  }

  /** Writes until all is written, or for a second nothing more was taken. */
  private static int poured(SocketChannel channel, byte[] again, int all) throws IOException {
    byte[] many = new byte[Math.max(1, (1 << 16) / again.length) * again.length];
    for (int i = 0; i < many.length; i += again.length) {
      System.arraycopy(again, 0, many, i, again.length);
    }
    channel.configureBlocking(false);
    ByteBuffer buffer = ByteBuffer.wrap(many);
    int written = 0;
    try (var selector = java.nio.channels.Selector.open()) {
      channel.register(selector, java.nio.channels.SelectionKey.OP_WRITE);
      while (written < all && selector.select(1_000) > 0) {
        selector.selectedKeys().clear();
        written += channel.write(buffer);
        if (!buffer.hasRemaining()) {
          buffer.clear();
        }
      }
    } catch (IOException cutOff) {
      return written;
    }
    return written;
  }

  private static InetSocketAddress address(RunningGateway gateway) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port());
  }

  private static int statusFrom(String address, RunningGateway gateway) {
    try (RawClient client = RawClient.from(address, gateway)) {
      return client.request("GET /v1/signers HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n").status();
    }
  }
}
