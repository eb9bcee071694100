package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.runtime.config.EdgeSettings;

/** What somebody who means harm tries from outside, and what becomes of it. */
class AttackTest {
  private static RunningGateway gateway;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start(
            settings ->
                settings
                    .with(Limit.BATCH_BYTES, "200000")
                    .with(Limit.REQUEST_BYTES, "200000")
                    .with(EdgeSettings.HTTP_REQUEST_TIMEOUT, "500ms")
                    .with(EdgeSettings.HTTP_IDLE_TIMEOUT, "3s")
                    .with(EdgeSettings.HTTP_CONNECTIONS_PER_ADDRESS, "50")
                    .with(EdgeSettings.TOKEN_LIFE, "1ms")
                    .with(EdgeSettings.RATE_PER_ADDRESS, "100000")
                    .with(EdgeSettings.HTTP_CORS_ORIGINS, "https://shop.example"));
    rest = new RestClient(gateway.origin());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void anExpiredTokenOpensNothing() {
    try (SecretKey key = SecretKey.generate();
        BridgeClient client = BridgeClient.connect(gateway);
        BridgeClient other = BridgeClient.connect(gateway)) {
      String token = client.logIn(key).token();
      String inbox = "tutti.inbox." + key.publicKey().hex();

      await().until(() -> other.register(inbox, token).getString("type").equals("err"));
      assertThat(other.refusalToRegister(inbox, token)).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
  }

  @Test
  void aFrameThatIsFarTooLargeEndsTheConnection() {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      client.say("x".repeat(300_000));

      assertThat(client.awaitClosed()).isTrue();
    }
    assertServing();
  }

  @Test
  void aMessageThatIsTooLargeIsRefused() {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      JsonObject body = new JsonObject().put("x", "x".repeat(150_000));

      assertThat(BridgeClient.failure(client.ask("tutti.session.status", body)).code())
          .isEqualTo(ErrorCode.TOO_LARGE);
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    assertThat(rest.post("/v1/signers", new byte[50_000]).code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void whoSendsARequestByteByByteIsCutOff() throws IOException {
    assertCutOffWhileSaying("GET / HTTP/1.1\r\nHost: ");
  }

  @Test
  void whoSendsABodyByteByByteIsCutOff() throws IOException {
    assertCutOffWhileSaying(
        "POST /v1/login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 1000\r\n\r\n{"
            .formatted(gateway.port()));
  }

  /** And then a byte again and again, so that there is no silence. */
  private static void assertCutOffWhileSaying(String beginning) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(beginning.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      socket.setSoTimeout(50);

      await()
          .until(
              () -> {
                try {
                  out.write('a');
                  out.flush();
                  return socket.getInputStream().read() < 0;
                } catch (java.net.SocketTimeoutException stillOpen) {
                  return false;
                } catch (IOException closed) {
                  return true;
                }
              });
    }
  }

  @Test
  void whoSaysNothingOnTheBridgeIsCutOff() {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      await()
          .until(
              () -> {
                client.ping(); // so that the connection itself is not silent
                return client.isClosed();
              });
    }
  }

  @Test
  void nobodyHoldsMoreConnectionsThanAreAllowed() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try (RunningGateway patient =
        gateway.beside(settings -> settings.with(EdgeSettings.HTTP_REQUEST_TIMEOUT, "10m"))) {
      try {
        for (int i = 0; i < 80; i++) {
          sockets.add(new Socket(InetAddress.getLoopbackAddress(), patient.port()));
        }

        assertThat(sockets.stream().filter(AttackTest::isClosed)).hasSize(30);
        assertThat(patient.connections()).isEqualTo(50);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
      await().until(() -> patient.connections() == 0);
    }
    assertServing();
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(20);
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void invalidTextIsNoJson() {
    byte[] body = "{\"type\":\"\u00ff\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(rest.post("/v1/signers", body).code()).isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void deepNestingIsNotFollowed() {
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);

    try (BridgeClient client = BridgeClient.connect(gateway)) {
      client.say(deep);
      assertThat(BridgeClient.failure(client.awaitFrame(any -> true)).code())
          .isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/docs/../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/docs/..%5c..%5cwindows",
        "/META-INF/services/tutti.runtime.machine.Machine",
        "/webroot/docs/index.html"
      })
  void noPathLeadsOutOfThePages(String path) throws IOException {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n");

    assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("root:", "tutti.gateway.domain");
    assertThat(answer.substring(9, 12)).isIn("400", "403", "404");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: evil.example\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: https://evil.example\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: null\r\n",
        "POST /v1/login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://localhost\r\n"
      })
  void otherSitesAndOtherNamesAreRefused(String head) throws IOException {
    assertThat(raw(head)).startsWith("HTTP/1.1 403").contains("NOT_ALLOWED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: a\u0000b\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "GET / HTTP/9.9\r\nHost: 127.0.0.1:%d\r\n",
        "GET  / HTTP/1.1 x\r\n"
      })
  void requestsThatCouldBeReadTwoWaysAreRefused(String head) throws IOException {
    assertThat(raw(head)).matches("(?s)(HTTP/\\d\\.\\d [45].*)?");
    assertServing();
  }

  @Test
  void aHeaderThatIsTooLongIsRefused() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: " + "x".repeat(20_000) + "\r\n"))
        .matches("(?s)(HTTP/\\d\\.\\d 4.*)?");
  }

  @Test
  void aPageOfAnotherSiteOpensNoSocket() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Origin", "https://evil.example");

    assertThatThrownBy(() -> BridgeClient.connect(gateway.vertx(), gateway.origin(), headers))
        .hasRootCauseInstanceOf(UpgradeRejectedException.class);
  }

  @Test
  void aPageOfAListedSiteMayUseIt() {
    var answer = rest.get("/v1/signers", "Origin", "https://shop.example");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Origin", "https://shop.example");
    try (BridgeClient client = BridgeClient.connect(gateway.vertx(), gateway.origin(), headers)) {
      assertThat(client.ask(DiscoveryApi.FIND, SignerQuery.all())).isNotNull();
    }
  }

  private static void assertServing() {
    assertThat(rest.get("/v1/signers").status()).isEqualTo(200);
  }

  private static Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), gateway.port());
  }

  /** The answer to a request as it is written here. */
  private static String raw(String head) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(20_000);
      String request = head.replace("%d", String.valueOf(gateway.port()));
      socket
          .getOutputStream()
          .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException reset) {
      return "";
    }
  }
}
