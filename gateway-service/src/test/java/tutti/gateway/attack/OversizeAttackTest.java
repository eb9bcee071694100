package tutti.gateway.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.gateway.attack.RawClient.Answer;

/** More bytes than anything may have, in every way in which they can be sent. */
@ExtendWith(Attacked.class)
class OversizeAttackTest {
  private static final int FINAL = 0x80;
  private static final int COMPRESSED = 0x40;

  private final Target target;
  private final RunningGateway gateway;

  OversizeAttackTest(Target target) {
    this.target = target;
    this.gateway = target.gateway();
  }

  @AfterEach
  void servesOthers() {
    assertThat(target.rest().get("/v1/signers").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/websocket", "/eventbus/000/session/websocket"})
  void aFrameIsNotAwaitedThatSaysItIsHuge(String path) {
    try (RawClient client = RawClient.webSocket(gateway, path)) {
      client.say(RawClient.head(FINAL | RawClient.TEXT, 1L << 40));

      assertThat(client.isCutOff()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/websocket", "/eventbus/000/session/websocket"})
  void smallFramesAreNotPutTogetherToALargeOne(String path) {
    try (RawClient client = RawClient.webSocket(gateway, path)) {
      byte[] part = new byte[10_000];
      Arrays.fill(part, (byte) 'x');
      client.say(RawClient.framed(RawClient.TEXT, part));
      for (int sent = 0; sent < 10 * Attacked.TOO_MUCH; sent += part.length) {
        if (!client.manages(RawClient.framed(RawClient.CONTINUATION, part))) {
          break;
        }
      }

      assertThat(client.isCutOff()).isTrue();
    }
  }

  @Test
  void aBodyOfALongPollIsNotReadWithoutEnd() {
    assertThat(pollSent(Attacked.TOO_MUCH).status()).isEqualTo(413);
  }

  @Test
  void aLongPollStillSaysWhatIsSmall() {
    assertThat(pollSent(10).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/eventbus/000/endless/xhr_send", "/v1/signers", "/v1/login"})
  void aBodyThatDoesNotSayHowLongItIsIsNotReadWithoutEnd(String path) {
    try (RawClient client = RawClient.of(gateway)) {
      client.say(
          "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%%d\r\nTransfer-Encoding: chunked\r\n\r\n"
              .formatted(path));
      byte[] chunk = ("2710\r\n" + " ".repeat(10_000) + "\r\n").getBytes(ISO_8859_1);
      for (int sent = 0; sent < 2 * Attacked.TOO_MUCH && client.manages(chunk); sent += 10_000) {
        // It never comes to an end.
      }

      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/signers", "/v1/login", "/eventbus/000/form/xhr_send"})
  void nothingThatIsUploadedIsKept(String path) {
    String file =
        """
        --x
        Content-Disposition: form-data; name="f"; filename="../../evil"
        Content-Type: text/plain

        evil
        --x--
        """
            .replace("\n", "\r\n");
    try (RawClient client = RawClient.of(gateway)) {
      Answer answer =
          client.request(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: "
                  + file.length()
                  + "\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
                  + file);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("MALFORMED", "Content-Type");
    }
    assertThat(Files.exists(Path.of("file-uploads"))).isFalse();
  }

  @Test
  void nothingIsUnpacked() {
    try (RawClient client =
        RawClient.webSocket(
            gateway,
            "/eventbus/websocket",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n")) {
      client.say(RawClient.framed(FINAL | COMPRESSED | RawClient.TEXT, new byte[] {1, 2, 3}));

      assertThat(client.isCutOff()).isTrue();
    }
    try (RawClient client = RawClient.of(gateway)) {
      Answer answer =
          client.request(
              RawClient.upgrade(
                  "/eventbus/websocket", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));

      assertThat(answer.hasHeader("Sec-WebSocket-Extensions")).isFalse();
    }
  }

  @Test
  void aLineIsNotReadWithoutEnd() {
    assertThat(status("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"))
        .isEqualTo(414);
  }

  @Test
  void headersAreNotReadWithoutEnd() {
    String headers = "X-Some: thing\r\n".repeat(1_000);

    assertThat(status("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" + headers + "\r\n"))
        .isEqualTo(431);
  }

  private int status(String request) {
    try (RawClient client = RawClient.of(gateway)) {
      return client.request(request).status();
    }
  }

  /** What is answered to a message of so many bytes in a session that polls. */
  private Answer pollSent(int bytes) {
    try (RawClient poll = RawClient.of(gateway);
        RawClient send = RawClient.of(gateway)) {
      String session = "/eventbus/000/poll" + bytes;
      assertThat(poll.request(post(session + "/xhr", "")).status()).isEqualTo(200);
      String ping = "[\"{\\\"type\\\":\\\"ping\\\"" + " ".repeat(bytes) + "}\"]";
      return send.request(post(session + "/xhr_send", ping));
    }
  }

  private static String post(String path, String body) {
    return "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%%d\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }
}
