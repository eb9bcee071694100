package tutti.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.musig2.SecretKey;
import tutti.protocol.Addresses;
import tutti.runtime.config.EdgeSettings;

/** Streams that have much more to tell than is written ahead of who reads them. */
class SlowReaderTest {
  private static final int WRITTEN_AHEAD = 1 << 16;
  private static final int MANY = 4_000;
  private static final String STARTED = "event: stream.started";

  private static RunningGateway gateway;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start(
            settings -> settings.with(EdgeSettings.EVENTS_KEPT, String.valueOf(2 * MANY)));
    rest = new RestClient(gateway.origin());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** A stream that takes next to nothing until it is read. */
  private static final class Reader implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader lines;
    private long length;

    Reader(String path, String... headers) throws IOException {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
      socket.setSoTimeout(20_000);
      String head =
          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n"
              .formatted(path, gateway.port(), String.join("", headers));
      socket.getOutputStream().write(head.getBytes(UTF_8));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** The ids of all events up to this one. */
    List<String> idsUntil(String last) throws IOException {
      List<String> ids = new ArrayList<>();
      while (ids.isEmpty() || !ids.get(ids.size() - 1).equals(last)) {
        String line = lines.readLine();
        assertThat(line).as("after %d events", ids.size()).isNotNull();
        length += line.length();
        if (line.startsWith("id: ")) {
          ids.add(line.substring("id: ".length()));
        }
      }
      return ids;
    }

    /** Until this line. */
    Reader awaitLine(String wanted) throws IOException {
      for (String line = ""; !line.equals(wanted); line = lines.readLine()) {
        assertThat(line).isNotNull();
      }
      return this;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void whatWasPublishedIsToldAgainHoweverSlowlyItIsRead() throws IOException {
    try (Reader live = new Reader("/v1/events?topics=requests").awaitLine(STARTED)) {
      for (int i = 0; i < MANY; i += 100) {
        publish(Addresses.REQUEST_EVENTS, "past", i, 100);
        live.idsUntil("past:" + (i + 99));
      }
      Reader slow = new Reader("/v1/events?topics=requests&lastEventId=past:0").awaitLine(STARTED);
      publish(Addresses.REQUEST_EVENTS, "present", 0, 100);
      live.idsUntil("present:99");

      List<String> heard = slow.idsUntil("present:99");

      assertThat(heard.subList(0, MANY - 1))
          .isEqualTo(IntStream.range(1, MANY).mapToObj(i -> "past:" + i).toList());
      assertThat(heard.subList(MANY - 1, heard.size()))
          .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "present:" + i).toList());
      assertThat(slow.length).isGreaterThan(10 * WRITTEN_AHEAD);
      slow.close();
    }
  }

  @Test
  void whoDoesNotReadWhatHappensIsLetGo() throws IOException {
    int all = 20 * MANY;
    try (Reader deaf =
        new Reader("/v1/events?topics=signers", "Connection: close\r\n").awaitLine(STARTED)) {
      publish(Addresses.SIGNER_EVENTS, "deaf", 0, all);

      assertThat(deaf.lines.lines().filter(line -> line.startsWith("id: "))).hasSizeLessThan(all);
    }
  }

  @Test
  void whatWasMissedOfManySessionsIsToldAgainHoweverSlowlyItIsRead() throws IOException {
    try (SecretKey alice = SecretKey.generate();
        SecretKey bob = SecretKey.generate()) {
      List<String> sessions =
          IntStream.range(0, 45)
              .mapToObj(i -> RawSession.open(rest, alice, bob).id().hex())
              .toList();
      String inbox = alice.publicKey().hex();
      String token = "Authorization: Bearer " + rest.logIn(alice) + "\r\n";
      try (Reader slow =
          new Reader("/v1/events?topics=signers&inbox=" + inbox + "&lastEventId=0", token)
              .awaitLine(STARTED)) {
        JsonObject last = event("last:1").put("type", "request.received");
        RunningGateway.await(
            gateway.vertx().eventBus().request(Addresses.inbox(alice.publicKey()), last));

        List<String> heard = slow.idsUntil("last:1");

        assertThat(slow.length).isGreaterThan(WRITTEN_AHEAD);
        assertThat(heard).doesNotHaveDuplicates();
        assertThat(heard).containsAll(sessions.stream().map(session -> session + ":1").toList());
      }
    }
  }

  private static void publish(String topic, String subject, int from, int count) {
    for (int i = from; i < from + count; i++) {
      gateway.vertx().eventBus().publish(topic, event(subject + ":" + i));
    }
  }

  private static JsonObject event(String id) {
    return new JsonObject()
        .put("id", id)
        .put("type", "request.created")
        .put("data", new JsonObject().put("text", "x".repeat(900)));
  }
}
