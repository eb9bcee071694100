package tutti.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.RestClient.Answer;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.json.Wire;

class RestTest {
  private static final String ID = "a".repeat(64);

  private static RunningGateway gateway;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
    rest = new RestClient(gateway.origin());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void advertisesFindsAndWithdraws() {
    try (SecretKey key = SecretKey.generate()) {
      String one = "/v1/signers/" + key.publicKey().hex();

      assertThat(rest.post("/v1/signers", advertisement(key)).status()).isEqualTo(200);
      assertThat(rest.get(one).json().at("/advertisement/signer").asText())
          .isEqualTo(key.publicKey().hex());
      assertThat(
              rest.get("/v1/signers?transactionTypes=rest,other&sort=fee&limit=1")
                  .json()
                  .get("signers"))
          .hasSize(1);
      Envelope withdrawal = say(key, DiscoveryApi.WITHDRAW, new Withdrawal(null));
      assertThat(rest.post(one + "/withdrawal", withdrawal).json().get("withdrawn").asBoolean())
          .isTrue();
      assertThat(rest.get(one).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  void refusesAnEnvelopeAboutSomethingElseThanThePathSays() {
    try (SecretKey key = SecretKey.generate();
        SecretKey other = SecretKey.generate()) {
      Envelope withdrawal = say(key, DiscoveryApi.WITHDRAW, new Withdrawal(null));

      Answer answer =
          rest.post("/v1/signers/" + other.publicKey().hex() + "/withdrawal", withdrawal);

      assertThat(answer.code()).isEqualTo(ErrorCode.MALFORMED);
      assertThat(answer.json().get("field").asText()).isEqualTo("signer");
    }
  }

  @Test
  void saysWhatIsWrongWithTheMembersOfAFailure() {
    try (SecretKey key = SecretKey.generate()) {
      assertThat(rest.post("/v1/signers", advertisement(key)).status()).isEqualTo(200);

      Answer answer = rest.post("/v1/signers", advertisement(key));

      assertThat(answer.code()).isEqualTo(ErrorCode.RATE_LIMITED);
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.json().get("retryable").asBoolean()).isTrue();
      assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
      assertThat(answer.json().get("retryAfter").asLong()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/sessions/xyz, 400, MALFORMED, sessionId",
    "/v1/sessions/aa, 400, MALFORMED, sessionId",
    "/v1/signers/02aa, 400, MALFORMED, publicKey",
    "/v1/signers?limit=x, 400, MALFORMED, limit",
    "/v1/signers?limit=1&limit=2, 400, MALFORMED, limit",
    "/v1/signers?sort=height, 400, MALFORMED, sort",
    "/v1/signers?surprise=1, 400, MALFORMED, surprise",
    "/v1/requests, 400, MALFORMED, publicKey",
    "/v1/events?topics=all, 400, MALFORMED, topics",
    "/v1/events?inbox=zz, 400, MALFORMED, inbox"
  })
  void namesTheParameterAtFault(String path, int status, ErrorCode code, String field) {
    Answer answer = rest.get(path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().get("field").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events", "/contributions?kind=nonces", "/evidence", "/terms"})
  void knowsNoSessionThatThereIsNot(String what) {
    Answer answer = rest.get("/v1/sessions/" + ID + what);

    assertThat(answer.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(answer.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"type\":\"discovery.advertise\"}", "\u0000"})
  void refusesWhatIsNoEnvelope(String body) {
    assertThat(rest.post("/v1/signers", body.getBytes(UTF_8)).code())
        .isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void readsNothingButJson() {
    var request =
        rest.request("/v1/signers")
            .header("Content-Type", "text/plain")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"));

    assertThat(rest.send(request).json().get("field").asText()).isEqualTo("Content-Type");
  }

  @Test
  void answersTheSameRequestWithTheSameKeyAlike() {
    try (SecretKey key = SecretKey.generate()) {
      Envelope said = advertisement(key);
      Answer first = rest.post("/v1/signers", said, "Idempotency-Key", "k1");
      Answer again = rest.post("/v1/signers", said, "Idempotency-Key", "k1");

      assertThat(again.json()).isEqualTo(first.json());
      assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
      assertThat(rest.post("/v1/signers", advertisement(key), "Idempotency-Key", "k1").code())
          .isEqualTo(ErrorCode.CONFLICT);
    }
  }

  @Test
  void refusesAnIdempotencyKeyThatIsNone() {
    try (SecretKey key = SecretKey.generate()) {
      assertThat(
              rest.post("/v1/signers", advertisement(key), "Idempotency-Key", "x".repeat(65))
                  .json()
                  .get("field")
                  .asText())
          .isEqualTo("Idempotency-Key");
    }
  }

  @Test
  void letsASignerLogInOverHttp() {
    try (SecretKey key = SecretKey.generate();
        BridgeClient client = BridgeClient.connect(gateway)) {
      String token = rest.logIn(key);

      assertThat(client.register("tutti.inbox." + key.publicKey().hex(), token).getString("type"))
          .isEqualTo("rec");
    }
  }

  @Test
  void servesItsDocument() {
    JsonNode document = rest.get("/openapi.json").json();

    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    assertThat(unresolved(document)).isEmpty();
    assertThat(document.at("/paths/~1v1~1sessions~1{sessionId}~1nonces/post/operationId").asText())
        .isEqualTo("shareNonce");
  }

  @Test
  void itsDocumentHasEveryOperationThatIsLetInOnTheBus() {
    JsonNode document = rest.get("/openapi.json").json();

    assertThat(document.findValuesAsText("x-tutti-address"))
        .containsExactlyInAnyOrderElementsOf(
            GatewayApi.letIn().stream().map(Operation::address).toList());
  }

  @Test
  void theSchemasOfItsDocumentAcceptTheExamplesOfTheContract() throws Exception {
    JsonNode document = rest.get("/openapi.json").json();
    var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    for (String name : List.of("request.announce.request", "session.status.reply", "failure")) {
      if (document.at("/components/schemas").has(name)) {
        var schema =
            factory.getSchema(
                ((com.fasterxml.jackson.databind.node.ObjectNode) document.deepCopy())
                    .put("$ref", "#/components/schemas/" + name));
        try (var in = RestTest.class.getResourceAsStream("/tutti/examples/" + name + ".json")) {
          assertThat(schema.validate(Wire.mapper().readTree(in))).isEmpty();
          assertThat(schema.validate(Wire.mapper().readTree("{}"))).isNotEmpty();
        }
      }
    }
  }

  @Test
  void showsItsDocumentToPeopleWithNothingFromElsewhere() {
    Answer page = rest.get("/docs/index.html");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(page.response().body()).doesNotContain("http://", "https://", "style=");
    assertThat(rest.get("/docs/").status()).isEqualTo(200);
  }

  private static Envelope advertisement(SecretKey key) {
    var body =
        new Advertisement(
            List.of("rest"), null, null, null, System.currentTimeMillis() + 60_000, null);
    return say(key, DiscoveryApi.ADVERTISE, body);
  }

  private static <B> Envelope say(
      SecretKey key, tutti.protocol.SignedOperation<B, ?> operation, B body) {
    return BridgeClient.say(key, operation, body, System.currentTimeMillis());
  }

  /** References that lead nowhere. */
  private static List<String> unresolved(JsonNode document) {
    List<String> dangling = new ArrayList<>();
    for (JsonNode reference : document.findValues("$ref")) {
      String text = reference.asText();
      if (!text.startsWith("#") || document.at(text.substring(1)).isMissingNode()) {
        dangling.add(text);
      }
    }
    return dangling;
  }
}
