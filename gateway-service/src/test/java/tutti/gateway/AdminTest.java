package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.RestClient.Answer;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.TaggedHash;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.config.EdgeSettings;

/** What operators do. */
class AdminTest {
  private static final String ID = "a".repeat(64);

  @TempDir private static Path files;
  private static RunningGateway gateway;
  private static RestClient rest;
  private static String operator;

  @BeforeAll
  static void start() throws IOException {
    Path keyFile = files.resolve("operator.key");
    gateway =
        RunningGateway.start(
            settings -> settings.with(EdgeSettings.OPERATOR_KEY_FILE, keyFile.toString()));
    rest = new RestClient(gateway.origin());
    operator = "Bearer " + Files.readString(keyFile).strip();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void anOperatorBansAndPardons() {
    String subject = "key:02" + "b".repeat(64);
    record NewBan(String subject, long duration, String reason) {}

    assertThat(admin("/v1/admin/bans", new NewBan(subject, 60_000, "noisy")).status())
        .isEqualTo(200);
    assertThat(
            rest.get("/v1/admin/bans", "Authorization", operator)
                .json()
                .at("/bans/0/subject")
                .asText())
        .isEqualTo(subject);
    assertThat(rest.delete("/v1/admin/bans/" + subject, "Authorization", operator).status())
        .isEqualTo(204);
    assertThat(rest.get("/v1/admin/bans", "Authorization", operator).json().get("bans")).isEmpty();
    assertThat(rest.delete("/v1/admin/bans/" + subject, "Authorization", operator).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 315_360_000_001L, 1L << 53})
  void bansNobodyForLongerThanThereAreDates(long duration) {
    record NewBan(String subject, long duration) {}

    Answer answer = admin("/v1/admin/bans", new NewBan("192.0.2.99", duration));

    assertThat(answer.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(answer.json().get("field").asText()).isEqualTo("duration");
    assertThat(rest.get("/v1/admin/bans", "Authorization", operator).response().body())
        .doesNotContain("192.0.2.99");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 53})
  void makesNoKeyForLongerThanThereAreDates(long life) {
    record NewKey(String name, List<String> scopes, long life) {}

    Answer answer = admin("/v1/admin/api-keys", new NewKey("eternal", List.of("read:bans"), life));

    assertThat(answer.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(answer.json().get("field").asText()).isEqualTo("life");
  }

  @Test
  void showsTheMembers() {
    JsonNode members = rest.get("/v1/admin/members", "Authorization", operator).json();

    assertThat(members.at("/members/0/role").asText()).isEqualTo("data");
    assertThat(members.at("/members/0/self").asBoolean()).isTrue();
  }

  @Test
  void anApiKeyMayDoWhatItsScopesSay() {
    JsonNode made = newKey("monitor", "read:members");
    String key = bearer(made);

    assertThat(rest.get("/v1/admin/members", "Authorization", key).status()).isEqualTo(200);
    assertThat(rest.get("/v1/admin/bans", "Authorization", key).code())
        .isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(rest.get("/v1/admin/api-keys", "Authorization", operator).response().body())
        .contains("monitor")
        .doesNotContain(made.get("secret").asText());
    assertThat(
            rest.delete(
                    "/v1/admin/api-keys/" + made.at("/apiKey/id").asText(),
                    "Authorization",
                    operator)
                .status())
        .isEqualTo(204);
    assertThat(rest.get("/v1/admin/members", "Authorization", key).code())
        .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bans", "members", "api-keys", "webhooks"})
  void showsNothingOfThatWithoutAnApiKey(String what) {
    Answer without = rest.get("/v1/admin/" + what);

    assertThat(without.status()).isEqualTo(401);
    assertThat(without.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(rest.get("/v1/admin/" + what, "Authorization", "Bearer tutti_api_x").code())
        .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
  }

  @Test
  void aSignersTokenIsNoApiKey() {
    try (SecretKey key = SecretKey.generate()) {
      assertThat(rest.get("/v1/admin/bans", "Authorization", "Bearer " + rest.logIn(key)).code())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
  }

  @Test
  void keepsNoSecretOfAnApiKey() {
    JsonNode made = newKey("secret", "read:bans");
    String secret = made.get("secret").asText();

    assertThat(rest.get("/v1/admin/api-keys", "Authorization", operator).response().body())
        .contains(made.at("/apiKey/id").asText())
        .doesNotContain(secret);
    var kept = gateway.context().hazelcast().getMap("gateway-api-keys");
    assertThat(kept.entrySet().toString()).doesNotContain(secret);
  }

  @Test
  void whoMayOnlyReadChangesNothing() {
    String reader = bearer(newKey("reader", "read:*"));

    for (String what : List.of("bans", "members", "health", "api-keys", "webhooks")) {
      assertThat(rest.get("/v1/admin/" + what, "Authorization", reader).status()).isEqualTo(200);
    }
    for (String what : List.of("bans", "api-keys", "webhooks", "requests/" + ID + "/cancel")) {
      assertThat(rest.post("/v1/admin/" + what, Map.of(), "Authorization", reader).code())
          .isEqualTo(ErrorCode.NOT_ALLOWED);
    }
  }

  @Test
  void noKeyGivesAwayMoreThanItHas() {
    record NewKey(String name, List<String> scopes, Long life) {}
    JsonNode maker =
        admin("/v1/admin/api-keys", new NewKey("maker", List.of("write:api-keys"), 60_000L)).json();
    JsonNode other = newKey("other", "*:bans");
    NewKey wanted = new NewKey("made", List.of("write:api-keys"), null);

    JsonNode made = rest.post("/v1/admin/api-keys", wanted, "Authorization", bearer(maker)).json();

    assertThat(made.at("/apiKey/expiresAt").asLong())
        .isPositive()
        .isLessThanOrEqualTo(maker.at("/apiKey/expiresAt").asLong());
    String path = "/v1/admin/api-keys/" + other.at("/apiKey/id").asText();
    assertThat(rest.delete(path, "Authorization", bearer(maker)).code())
        .isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @Test
  void aBanEndsWhatWasOpenedWithAToken() {
    record NewBan(String subject) {}
    try (SecretKey key = SecretKey.generate();
        BridgeClient client = BridgeClient.connect(gateway)) {
      client.register("tutti.inbox." + key.publicKey().hex(), rest.logIn(key));

      admin("/v1/admin/bans", new NewBan(key.publicKey().hex()));

      assertThat(client.awaitClosed()).isTrue();
      rest.delete("/v1/admin/bans/key:" + key.publicKey().hex(), "Authorization", operator);
    }
  }

  @Test
  void tellsHowTheServicesAre() {
    JsonNode health = rest.get("/v1/admin/health", "Authorization", operator).json();

    assertThat(health.get("outcome").asText()).as(health.toString()).isEqualTo("UP");
    assertThat(health.findValuesAsText("name"))
        .containsExactly("discovery", "request", "session", "crypto", "copies");
  }

  @Test
  void endsAnOpenRequest() {
    try (SecretKey creator = SecretKey.generate();
        SecretKey other = SecretKey.generate()) {
      String id =
          rest.post("/v1/requests", announcement(creator, other)).json().get("requestId").asText();
      record Reason(String reason) {}

      Answer ended = admin("/v1/admin/requests/" + id + "/cancel", new Reason("a test gone wrong"));

      assertThat(ended.json().get("state").asText()).isEqualTo("EXPIRED");
      assertThat(rest.get("/v1/requests/" + id).json().get("reason").asText())
          .isEqualTo("a test gone wrong");
    }
  }

  @Test
  void saysThatThereIsNoSuchRequestToEnd() {
    assertThat(admin("/v1/admin/requests/" + ID + "/cancel", Map.of()).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(admin("/v1/admin/requests/zz/cancel", Map.of()).code())
        .isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void webhooksBelongToTheKeyThatMadeThem() {
    JsonNode made = newKey("first", "*:webhooks");
    String first = bearer(made);
    String second = bearer(newKey("second", "*:webhooks"));
    record NewHook(String url) {}
    NewHook hook = new NewHook("https://hooks.example/tutti");
    String id =
        rest.post("/v1/admin/webhooks", hook, "Authorization", first)
            .json()
            .at("/webhook/id")
            .asText();

    assertThat(webhooks(first)).contains(id);
    assertThat(webhooks(operator)).contains(id);
    assertThat(webhooks(second)).doesNotContain(id);
    assertThat(rest.delete("/v1/admin/webhooks/" + id, "Authorization", second).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    rest.delete("/v1/admin/api-keys/" + made.at("/apiKey/id").asText(), "Authorization", operator);
    assertThat(webhooks(operator)).doesNotContain(id);
  }

  private static String webhooks(String key) {
    return rest.get("/v1/admin/webhooks", "Authorization", key).response().body();
  }

  private static JsonNode newKey(String name, String... scopes) {
    record NewKey(String name, List<String> scopes) {}
    return admin("/v1/admin/api-keys", new NewKey(name, List.of(scopes))).json();
  }

  private static String bearer(JsonNode made) {
    return "Bearer " + made.get("secret").asText();
  }

  private static Answer admin(String path, Object record) {
    return rest.post(path, record, "Authorization", operator);
  }

  private static Envelope announcement(SecretKey creator, SecretKey other) {
    List<PublicKey> keys = List.of(creator.publicKey(), other.publicKey());
    Bytes message = TaggedHash.of("tutti/test", Bytes.of(new byte[] {1}));
    long now = System.currentTimeMillis();
    var request =
        SigningRequest.by(creator.publicKey(), keys)
            .items(List.of(SigningItem.of(message)))
            .purpose("to be ended")
            .expiresAt(now + 600_000)
            .build();
    return BridgeClient.say(creator, RequestApi.ANNOUNCE, request, now);
  }
}
