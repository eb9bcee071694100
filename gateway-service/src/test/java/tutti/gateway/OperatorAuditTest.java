package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.protocol.json.Wire;
import tutti.runtime.audit.AuditCheck;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.WatchSettings;

/** What operators do is in the audit log, and nothing that would let others do the same. */
class OperatorAuditTest {
  private static final String SUBJECT = "key:02" + "c".repeat(64);

  @TempDir private static Path files;
  private static RunningGateway gateway;
  private static RestClient rest;
  private static String secret;

  @BeforeAll
  static void start() throws IOException {
    Path keyFile = files.resolve("operator.key");
    gateway =
        RunningGateway.start(
            settings ->
                settings
                    .with(EdgeSettings.OPERATOR_KEY_FILE, keyFile.toString())
                    .with(WatchSettings.AUDIT_LOG, log().toString()));
    rest = new RestClient(gateway.origin());
    secret = Files.readString(keyFile).strip();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Path log() {
    return files.resolve("audit.jsonl");
  }

  record NewBan(String subject, String reason) {}

  record NewKey(String name, List<String> scopes) {}

  private static JsonNode last(String operation) throws IOException {
    JsonNode last = Wire.mapper().createObjectNode();
    for (String line : Files.readAllLines(log())) {
      JsonNode record = Wire.mapper().readTree(line);
      last = record.path("operation").asText().equals(operation) ? record : last;
    }
    return last;
  }

  private static void awaitRecord(String operation, String result, String about) {
    await()
        .ignoreExceptions() // while a line is being written
        .untilAsserted(
            () -> {
              assertThat(last(operation).path("result").asText()).isEqualTo(result);
              assertThat(last(operation).path("about").asText()).isEqualTo(about);
            });
  }

  private static RestClient.Answer post(String path, Object body, String key) {
    return rest.post("/v1/admin/" + path, body, "Authorization", "Bearer " + key);
  }

  @Test
  void hasWhoBannedAndPardonedWhom() throws IOException {
    post("bans", new NewBan(SUBJECT, "words of an operator"), secret);
    awaitRecord("gateway.ban", "OK", SUBJECT);
    rest.delete("/v1/admin/bans/" + SUBJECT, "Authorization", "Bearer " + secret);
    awaitRecord("gateway.pardon", "OK", SUBJECT);

    assertThat(last("gateway.ban").path("operator").asText())
        .isEqualTo(last("gateway.pardon").path("operator").asText())
        .matches("[0-9a-f]{16}");
    assertThat(Files.readString(log())).doesNotContain("words of an operator");
    assertThat(AuditCheck.of(List.of(log())).broken()).isNull();
  }

  @Test
  void hasWhoMadeWhichKeyButNotTheKey() throws IOException {
    JsonNode made = post("api-keys", new NewKey("reader", List.of("read:bans")), secret).json();
    String id = made.at("/apiKey/id").asText();
    awaitRecord("gateway.createApiKey", "OK", id);

    post("bans", new NewBan(SUBJECT, "not allowed"), made.get("secret").asText());
    awaitRecord("gateway.ban", "NOT_ALLOWED", "");
    assertThat(last("gateway.ban").path("operator").asText()).isEqualTo(id);
    assertThat(Files.readString(log())).doesNotContain(made.get("secret").asText(), secret);
  }

  @Test
  void hasThatSomebodyTriedWithoutAKeyAndNothingOfWhatWasSent() throws IOException {
    String guessed = "tutti_api_" + "guess".repeat(8);
    rest.delete("/v1/admin/webhooks/abcdef", "Authorization", "Bearer " + guessed);
    awaitRecord("gateway.deleteWebhook", "NOT_AUTHENTICATED", "");

    assertThat(last("gateway.deleteWebhook").has("operator")).isFalse();
    assertThat(Files.readString(log())).doesNotContain(guessed, "abcdef");
  }

  @Test
  void hasNoSecretThatWasSentInThePlaceOfAnId() throws IOException {
    rest.delete("/v1/admin/api-keys/" + secret, "Authorization", "Bearer " + secret);
    awaitRecord("gateway.deleteApiKey", "NOT_FOUND", "");

    assertThat(Files.readString(log())).doesNotContain(secret);
  }

  @Test
  void hasNothingOfWhatIsOnlyLookedAt() throws IOException {
    rest.get("/v1/admin/bans", "Authorization", "Bearer " + secret);
    post("bans", new NewBan("192.0.2.77", "last"), secret);
    awaitRecord("gateway.ban", "OK", "address:192.0.2.77");

    assertThat(Files.readString(log())).doesNotContain("listBans");
  }
}
