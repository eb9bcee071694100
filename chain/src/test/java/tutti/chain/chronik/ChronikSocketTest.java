package tutti.chain.chronik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.musig2.Bytes;

/** Servers that open WebSockets and then say nothing, or never open one and say very much. */
class ChronikSocketTest {
  private static final Duration QUIET = Duration.ofMillis(100);

  private final List<Socket> opened = new CopyOnWriteArrayList<>();
  private final AtomicInteger hints = new AtomicInteger();
  private volatile boolean refuses;
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "mute server");
    accepting.setDaemon(true);
    accepting.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Socket socket : opened) {
      socket.close();
    }
  }

  @Test
  void connectsAgainWhenTheOtherSideIsMuteAndStopsWhenItIsClosed() {
    URI base = URI.create("http://127.0.0.1:" + server.getLocalPort());

    ChronikSocket socket =
        ChronikSocket.open(base, Bytes.fromHex("0a00"), hints::incrementAndGet, QUIET);

    await().until(() -> opened.size() >= 2);
    await().until(() -> hints.get() >= 2); // one for each connection
    socket.close();
    int before = opened.size();
    await().during(Duration.ofSeconds(2)).until(() -> opened.size() <= before + 1);
    assertThat(hints.get()).isLessThanOrEqualTo(opened.size());
  }

  @Test
  void readsNoAnswerWithoutEndToHowItOpensAWebSocket() {
    refuses = true;
    URI base = URI.create("http://127.0.0.1:" + server.getLocalPort());

    ChronikSocket socket =
        ChronikSocket.open(base, Bytes.fromHex("0a00"), hints::incrementAndGet, QUIET);

    await().until(() -> opened.size() >= 2); // so it has given up the first one
    socket.close();
    assertThat(hints).hasValue(0);
  }

  /** Says no, without end. */
  private static void refuse(Socket socket) {
    try {
      byte[] answer = "HTTP/1.1 404 Not Found\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(answer);
      while (true) {
        socket.getOutputStream().write(new byte[8192]);
      }
    } catch (IOException gone) {
      // As it should be.
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        if (refuses) {
          opened.add(socket);
          Thread talking = new Thread(() -> refuse(socket), "endless server");
          talking.setDaemon(true);
          talking.start();
          continue;
        }
        String request = head(socket.getInputStream());
        String key = request.replaceAll("(?is).*sec-websocket-key: ([^\\r]+)\\r.*", "$1");
        String answer =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accepted(key));
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        opened.add(socket);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        break;
      }
      head.append((char) read);
    }
    return head.toString();
  }

  private static String accepted(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
