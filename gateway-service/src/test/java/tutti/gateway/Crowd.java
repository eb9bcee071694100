package tutti.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Many clients in a process of their own, for {@link EdgeMeasurement}. */
public final class Crowd {
  private static final int WINDOW = 32;

  private Crowd() {}

  /** {@code idle PORT COUNT}, or {@code load|rest PORT COUNT SECONDS}. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("idle")) {
      idle(port, count);
    } else {
      int seconds = Integer.parseInt(arguments[3]);
      Vertx vertx = Vertx.vertx();
      AtomicLong answered = new AtomicLong();
      if (arguments[0].equals("rest")) {
        rest(vertx, port, count, answered);
        count(answered, seconds);
      } else {
        WebSocketClient client = load(vertx, port, count, answered);
        count(answered, seconds);
        client.close();
      }
      vertx.close();
    }
  }

  /** Opens WebSockets and says nothing but once for each byte of its stdin, until that ends. */
  private static void idle(int port, int count) throws IOException {
    List<SocketChannel> channels = new ArrayList<>();
    ByteBuffer answer = ByteBuffer.allocate(4_096);
    for (int i = 0; i < count; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(
          ByteBuffer.wrap(
              """
              GET /eventbus/websocket HTTP/1.1
              Host: 127.0.0.1:%d
              Upgrade: websocket
              Connection: Upgrade
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

              """
                  .replace("\n", "\r\n")
                  .formatted(port)
                  .getBytes(US_ASCII)));
      answer.clear();
      channel.read(answer);
      if (!new String(answer.array(), 0, 12, US_ASCII).equals("HTTP/1.1 101")) {
        throw new IOException(new String(answer.array(), 0, answer.position(), UTF_8));
      }
      channels.add(channel);
    }
    System.out.println(channels.size());
    while (System.in.read() >= 0) {
      System.out.println(answered(channels));
    }
  }

  /** Lets all say something that is refused at once; how many hear it. */
  private static int answered(List<SocketChannel> channels) throws IOException {
    byte[] nonsense = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '{', '}'};
    for (SocketChannel channel : channels) {
      channel.write(ByteBuffer.wrap(nonsense));
    }
    ByteBuffer answer = ByteBuffer.allocate(4_096);
    int answered = 0;
    for (SocketChannel channel : channels) {
      answer.clear();
      int length = channel.read(answer);
      if (length > 0 && new String(answer.array(), 0, length, UTF_8).contains("\"err\"")) {
        answered++;
      }
    }
    return answered;
  }

  /** Asks for what costs the services next to nothing, many at a time on each connection. */
  private static WebSocketClient load(Vertx vertx, int port, int count, AtomicLong answered) {
    String frame =
        new JsonObject()
            .put("type", "send")
            .put("address", "tutti.request.get")
            .put("replyAddress", "r")
            .put("body", new JsonObject().put("requestId", "a".repeat(64)))
            .encode();
    // One that is held: what nobody refers to is closed when it is collected.
    WebSocketClient client =
        vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(count));
    for (int i = 0; i < count; i++) {
      client
          .connect(port, "127.0.0.1", "/eventbus/websocket")
          .onSuccess(
              socket -> {
                socket.textMessageHandler(
                    text -> {
                      answered.incrementAndGet();
                      socket.writeTextMessage(frame);
                    });
                for (int sent = 0; sent < WINDOW; sent++) {
                  socket.writeTextMessage(frame);
                }
              });
    }
    return client;
  }

  /** Asks for the same by REST, again as soon as it is answered. */
  private static void rest(Vertx vertx, int port, int count, AtomicLong answered) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port),
            new PoolOptions().setHttp1MaxSize(count));
    for (int i = 0; i < count; i++) {
      get(client, answered);
    }
  }

  private static void get(HttpClient client, AtomicLong answered) {
    client
        .request(HttpMethod.GET, "/v1/requests/" + "a".repeat(64))
        .compose(HttpClientRequest::send)
        .compose(HttpClientResponse::body)
        .onSuccess(body -> answered.incrementAndGet())
        .onComplete(done -> get(client, answered));
  }

  private static void count(AtomicLong answered, int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(seconds); // warm
    long before = answered.get();
    System.out.println("warm");
    TimeUnit.SECONDS.sleep(seconds);
    System.out.println(answered.get() - before);
  }
}
