package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.gateway.RestClient.Answer;
import tutti.protocol.ErrorCode;
import tutti.protocol.json.Wire;
import tutti.runtime.config.EdgeSettings;

/** What operators ask for twice, since the first answer may have been lost. */
class OperatorRepetitionTest {
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

  private record NewKey(String name, List<String> scopes) {}

  private record NewHook(String url) {}

  private record NewBan(String subject) {}

  @Test
  void makesOneApiKeyAndShowsItsSecretOnce() {
    NewKey wanted = new NewKey("once", List.of("read:bans"));
    Answer first = post("api-keys", wanted, "k1");
    Answer again = post("api-keys", wanted, "k1");

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.json().get("apiKey")).isEqualTo(first.json().get("apiKey"));
    assertThat(again.json().has("secret")).isFalse();
    assertThat(named("once")).isEqualTo(1);
  }

  @Test
  void keepsNoSecret() {
    String key =
        post("api-keys", new NewKey("kept", List.of("read:bans")), "k2")
            .json()
            .get("secret")
            .asText();
    String hook =
        post("webhooks", new NewHook("https://hooks.example/kept"), "k2")
            .json()
            .get("secret")
            .asText();

    assertThat(key).startsWith("tutti_api_");
    assertThat(hook).startsWith("whsec_");
    var kept = gateway.context().hazelcast().getMap("gateway-replies").values();
    assertThat(Wire.mapper().valueToTree(kept).toString())
        .contains("https://hooks.example/kept")
        .doesNotContain(key, hook, "secret");
  }

  @Test
  void makesOneWebhookAndOneBan() {
    JsonNode hook = post("webhooks", new NewHook("https://hooks.example/1"), "k3").json();
    Answer again = post("webhooks", new NewHook("https://hooks.example/1"), "k3");
    assertThat(again.json().at("/webhook/id")).isEqualTo(hook.at("/webhook/id"));

    JsonNode ban = post("bans", new NewBan("192.0.2.50"), "k3").json();
    rest.delete("/v1/admin/bans/192.0.2.50", "Authorization", operator);
    assertThat(post("bans", new NewBan("192.0.2.50"), "k3").json()).isEqualTo(ban);
    assertThat(rest.get("/v1/admin/bans", "Authorization", operator).json().get("bans")).isEmpty();
  }

  @Test
  void refusesAnotherRequestUnderTheSameKey() {
    post("api-keys", new NewKey("first", List.of("read:bans")), "k4");

    Answer other = post("api-keys", new NewKey("second", List.of("read:bans")), "k4");

    assertThat(other.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(other.json().get("field").asText()).isEqualTo("Idempotency-Key");
    assertThat(named("second")).isZero();
  }

  @Test
  void nobodyGetsTheAnswerToAnotherApiKey() {
    NewKey wanted = new NewKey("twice", List.of("read:bans"));
    String maker =
        "Bearer "
            + post("api-keys", new NewKey("maker", List.of("*:*")), "k5")
                .json()
                .get("secret")
                .asText();

    Answer own = post("api-keys", wanted, "k6");
    Answer other =
        rest.post("/v1/admin/api-keys", wanted, "Authorization", maker, "Idempotency-Key", "k6");

    assertThat(other.json().at("/apiKey/id")).isNotEqualTo(own.json().at("/apiKey/id"));
    assertThat(other.json().has("secret")).isTrue();
  }

  @Test
  void whatWasRefusedMayGoWellTheNextTime() {
    assertThat(post("bans", new NewBan(""), "k7").code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(post("bans", new NewBan("192.0.2.51"), "k7").status()).isEqualTo(200);
    rest.delete("/v1/admin/bans/192.0.2.51", "Authorization", operator);
  }

  @Test
  void whoAsksTwiceAtTheSameTimeGetsOne() {
    byte[] body = Wire.write(new NewKey("raced", List.of("read:bans")));
    List<CompletableFuture<HttpResponse<String>>> asked =
        Stream.generate(
                () ->
                    rest.client()
                        .sendAsync(
                            rest.request(
                                    "/v1/admin/api-keys",
                                    "Authorization",
                                    operator,
                                    "Idempotency-Key",
                                    "k8",
                                    "Content-Type",
                                    "application/json")
                                .POST(BodyPublishers.ofByteArray(body))
                                .build(),
                            BodyHandlers.ofString()))
            .limit(20)
            .toList();

    assertThat(asked.stream().map(one -> one.join().statusCode()))
        .contains(201)
        .allMatch(status -> status == 201 || status == 503);
    assertThat(asked.stream().filter(one -> one.join().body().contains("\"secret\""))).hasSize(1);
    assertThat(named("raced")).isEqualTo(1);
  }

  private static Answer post(String what, Object record, String idempotencyKey) {
    return rest.post(
        "/v1/admin/" + what, record, "Authorization", operator, "Idempotency-Key", idempotencyKey);
  }

  private static long named(String name) {
    return rest
        .get("/v1/admin/api-keys", "Authorization", operator)
        .json()
        .findValuesAsText("name")
        .stream()
        .filter(name::equals)
        .count();
  }
}
