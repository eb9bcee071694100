package tutti.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Future;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tutti.crypto.CryptoVerticle;
import tutti.discovery.DiscoveryVerticle;
import tutti.gateway.GatewayVerticle;
import tutti.request.RequestVerticle;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;
import tutti.session.SessionVerticle;

/**
 * A gateway with all services behind it, in the process of the fuzzer, so that what it does guides
 * the fuzzer; and one connection to it, as any client has.
 */
final class FuzzedGateway {
  private static final int BINARY = 0x82;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int SMALL = 126;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern END =
      Pattern.compile("(?i)\r\n(connection: *close|transfer-encoding: *chunked)");

  private static final int PORT = start();

  private Socket socket;
  private DataInputStream in;

  private FuzzedGateway() {
    connect();
  }

  /** An answer of REST. */
  record Answer(int status, String head, String body) {}

  /** A connection that says HTTP requests. */
  static FuzzedGateway requests() {
    return new FuzzedGateway();
  }

  /** A connection that says frames of the bridge. */
  static FuzzedGateway frames() {
    FuzzedGateway gateway = new FuzzedGateway();
    gateway.write(
        """
        GET /eventbus/websocket HTTP/1.1
        Host: 127.0.0.1:%d
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .formatted(PORT)
            .replace("\n", "\r\n")
            .getBytes(ISO_8859_1));
    try {
      gateway.head();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return gateway;
  }

  /** What is answered to a request; the head is everything before the body's length. */
  Answer request(String head, byte[] body) {
    String length = "Content-Length: " + body.length + "\r\n\r\n";
    byte[] start = (head + "Host: 127.0.0.1:" + PORT + "\r\n" + length).getBytes(ISO_8859_1);
    byte[] all = ByteBuffer.allocate(start.length + body.length).put(start).put(body).array();
    try {
      write(all);
      return answer();
    } catch (IOException | UncheckedIOException cutOff) {
      connect();
      return new Answer(0, "", "");
    }
  }

  /** Says one frame. */
  void frame(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) BINARY);
    if (payload.length < SMALL) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (0x80 | SMALL)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | SMALL + 1)).putLong(payload.length);
    }
    frame.putInt(0).put(payload); // a mask of zeros changes nothing
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    write(bytes);
  }

  /** The next text frame. */
  byte[] heard() {
    try {
      while (true) {
        int type = in.readUnsignedByte() & 0x0f;
        int size = in.readUnsignedByte();
        long length =
            size == SMALL ? in.readUnsignedShort() : size == SMALL + 1 ? in.readLong() : size;
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        if (type == 1) {
          return payload;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the gateway has ended the connection", e);
    }
  }

  private Answer answer() throws IOException {
    String head = head();
    Matcher length = LENGTH.matcher(head);
    byte[] body = new byte[length.find() ? Integer.parseInt(length.group(1)) : 0];
    in.readFully(body);
    if (END.matcher(head).find()) {
      connect(); // closed, or a stream, which has no end
    }
    return new Answer(
        Integer.parseInt(head.substring(9, 12)),
        head,
        new String(body, java.nio.charset.StandardCharsets.UTF_8));
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() {
    try {
      if (socket != null) {
        socket.close();
      }
      socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int start() {
    Settings settings =
        Settings.defaults()
            .with(Settings.CLUSTER_NAME, "fuzz-" + UUID.randomUUID())
            .with(Settings.CLUSTER_MEMBERS, Settings.NO_MEMBERS.get(0))
            .with(EdgeSettings.HTTP_PORT, "0")
            .with(EdgeSettings.HTTP_IDLE_TIMEOUT, "1d")
            .with(EdgeSettings.RATE_PER_ADDRESS, "10000000")
            .with(EdgeSettings.RATE_PER_CONNECTION, "1000000")
            .with(EdgeSettings.RATE_PER_KEY, "1000000")
            .with(EdgeSettings.STRIKE_WINDOW, "1ms") // or a fuzzer would soon be banned
            .with(EdgeSettings.CHALLENGE_LIFE, "1s");
    TuttiNode node = await(TuttiNode.start(settings));
    await(
        Future.all(
            node.deploy(CryptoVerticle::new),
            node.deploy(DiscoveryVerticle::new),
            node.deploy(RequestVerticle::new),
            node.deploy(SessionVerticle::new)));
    GatewayVerticle gateway = new GatewayVerticle(node.context());
    await(node.context().vertx().deployVerticle(gateway));
    return gateway.port();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
