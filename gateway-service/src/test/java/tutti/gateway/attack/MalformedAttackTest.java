package tutti.gateway.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.BridgeClient;
import tutti.gateway.RestClient;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.protocol.ErrorCode;

/** What is no frame, no JSON, or JSON that two readers may read differently. */
@ExtendWith(Attacked.class)
class MalformedAttackTest {
  private static final String SESSION = "\"sessionId\":\"" + "a".repeat(64) + "\"";

  private final RunningGateway gateway;
  private final RestClient rest;

  MalformedAttackTest(Target target) {
    gateway = target.gateway();
    rest = target.rest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"after\":0," + "\"after\":0",
        "\"after\":1e400",
        "\"after\":9007199254740992",
        "\"after\":1e-400",
        "\"after\":0.5",
        "\"after\":-1",
        "\"after\":NaN",
        "\"after\":\"0\"",
        "\"after\":[0]",
        "\"after\":null",
        "\"after\":0,\"__proto__\":{\"after\":1}",
        "\"after\":0,\"constructor\":{\"prototype\":{}}",
        "\"after\":0,\"\\u0061fter\":1",
        "\"after\":0,\"\\ud800\":1",
      })
  void aBodyThatIsNotWhatTheContractSaysIsRefused(String rest) {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      assertThat(answerTo(client, "{" + SESSION + "," + rest + "}")).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @Test
  void aNumberOfManyDigitsIsRefused() {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      String number = "9".repeat(10_000);

      assertThat(answerTo(client, "{" + SESSION + ",\"after\":" + number + "}"))
          .isEqualTo(ErrorCode.MALFORMED);
      assertThat(answerTo(client, "{" + SESSION + ",\"after\":1e" + number + "}"))
          .isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @Test
  void aBodyThatIsNestedDeeplyIsRefused() {
    String deep = "[".repeat(40) + "]".repeat(40);

    try (BridgeClient client = BridgeClient.connect(gateway)) {
      assertThat(answerTo(client, "{" + SESSION + ",\"after\":" + deep + "}"))
          .isEqualTo(ErrorCode.MALFORMED);
    }
    assertThat(rest.post("/v1/signers", ("{\"a\":" + deep + "}").getBytes(US_ASCII)).code())
        .isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void whatIsNoFrameEndsTheConnection() {
    Map<String, byte[]> frames = new LinkedHashMap<>();
    frames.put("a text that is no UTF-8", RawClient.framed(0x81, bytes("{\"\u00ff\"}")));
    frames.put("half a character", RawClient.framed(0x81, bytes("{\"\u00c3")));
    frames.put("an operation that there is not", RawClient.framed(0x83, bytes("{}")));
    frames.put("a flag that nobody agreed on", RawClient.framed(0xf1, bytes("{}")));
    frames.put("a large ping", RawClient.framed(0x89, new byte[200]));
    frames.put("half a ping", RawClient.framed(0x09, new byte[2]));
    frames.put("a part of nothing", RawClient.framed(0x80, bytes("{}")));
    frames.put("a reason without a number", RawClient.framed(0x88, new byte[1]));
    frames.put("no mask", new byte[] {(byte) 0x81, 2, '{', '}'});
    frames.put("an impossible length", RawClient.head(0x81, Long.MIN_VALUE));
    Map<String, RawClient> clients = new LinkedHashMap<>();
    frames.forEach(
        (name, frame) ->
            clients.put(name, RawClient.webSocket(gateway, "/eventbus/websocket").say(frame)));

    clients.forEach((name, client) -> assertThat(client.isCutOff()).as(name).isTrue());
    clients.values().forEach(RawClient::close);
    assertThat(rest.get("/v1/signers").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[", "[1]", "[\"\\\"]", "\"", "[\"{}\",5]", "[\"{\"]", "x"})
  void nonsenseInASessionIsRefusedOrEndsItAndHurtsNobody(String text) {
    try (RawClient client = RawClient.webSocket(gateway, "/eventbus/000/nonsense/websocket");
        RawClient other = RawClient.webSocket(gateway, "/eventbus/000/other/websocket")) {
      client.frame(RawClient.TEXT, text);
      other.frame(RawClient.TEXT, "[\"{\\\"type\\\":\\\"dance\\\"}\"]");

      assertThat(other.heard()).isEqualTo("o");
      assertThat(other.heard()).contains("MALFORMED", "register, unregister");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ping\",\"type\":\"send\"}",
        "{\"type\":\"send\",\"address\":\"tutti.session.status\",\"body\":[]}",
        "{\"type\":\"send\",\"address\":\"tutti.session.status\",\"body\":null}",
        "{\"type\":\"send\",\"address\":\"tutti.session.status\",\"headers\":5,\"body\":{}}",
        "{\"type\":\"send\",\"address\":{\"$ne\":1},\"body\":{}}",
        "{\"type\":\"send\",\"address\":\"\",\"body\":{}}",
        "\ufeff{\"type\":\"send\"}",
        "{'type':'ping'}",
        "{\"type\":\"ping\"}{\"type\":\"ping\"}",
        "{\"type\":\"ping\",}",
        "/* */{\"type\":\"send\"}",
        "{\"type\":\"se\\u0000nd\"}",
      })
  void aFrameThatCouldBeReadTwoWaysIsRefused(String frame) {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      client.say(frame);

      assertThat(BridgeClient.failure(client.awaitFrame(any -> true)).code())
          .isIn(ErrorCode.MALFORMED, ErrorCode.NOT_ALLOWED);
      assertThat(answerTo(client, "{" + SESSION + ",\"after\":0}")).isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"a\",\"type\":\"b\"}",
        "{\"type\":\"gateway.login\",\"sequence\":1e400}",
        "{\"type\":\"gateway.login\",\"signer\":\"\\ud800\"}",
        "{\"__proto__\":{\"type\":\"gateway.login\"}}",
        "{\"type\":\"gateway.login\u00ff\"}",
        "[{}]",
        "{\"body\":{}}{}"
      })
  void aBodyThatIsNoEnvelopeIsRefusedEverywhere(String body) {
    byte[] bytes = body.getBytes(ISO_8859_1);

    for (String path : new String[] {"/v1/login", "/v1/signers", "/v1/requests"}) {
      assertThat(rest.post(path, bytes).code()).as(path).isEqualTo(ErrorCode.MALFORMED);
    }
  }

  /** The code of the refusal of a body. */
  private static ErrorCode answerTo(BridgeClient client, String body) {
    client.say(
        "{\"type\":\"send\",\"address\":\"tutti.session.events\",\"replyAddress\":\"asked\","
            + "\"body\":"
            + body
            + "}");
    JsonObject answer = client.awaitFrame(frame -> frame.getString("type").equals("err"));
    return BridgeClient.failure(answer).code();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
