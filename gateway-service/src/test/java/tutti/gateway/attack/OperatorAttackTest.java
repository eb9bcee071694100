package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.RestClient;
import tutti.gateway.RestClient.Answer;
import tutti.gateway.attack.Attacked.Target;
import tutti.protocol.ErrorCode;

/** Attempts to do what only operators may do. */
@ExtendWith(Attacked.class)
class OperatorAttackTest {
  private final RestClient rest;
  private final String operator;

  OperatorAttackTest(Target target) {
    rest = target.rest();
    operator = target.operator();
  }

  /** An API key to be made. */
  private record NewKey(String name, List<String> scopes) {}

  /** A ban to be made. */
  private record NewBan(String subject, long duration) {}

  @Test
  void whatIsNearlyTheKeyIsNotTheKey() {
    String key = operator.substring("Bearer ".length());
    List<String> guesses =
        List.of(
            key.substring(0, key.length() - 1),
            key + "A",
            flipped(key),
            key.toUpperCase(Locale.ROOT),
            "*",
            "%",
            "tutti_operator_",
            "",
            "' OR 1=1 --",
            "\u00e9".repeat(20));

    for (String guess : guesses) {
      assertThat(list("Bearer " + guess).code())
          .as("a guess of %d characters", guess.length())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
    assertThat(list("Basic " + key).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(list(key).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(rest.get("/v1/admin/bans?key=" + key).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(list(operator).status()).isEqualTo(200);
  }

  @Test
  void theIdOfAKeyIsNotTheKey() {
    JsonNode made = create(List.of("read:bans")).json();
    String id = made.at("/apiKey/id").asText();

    assertThat(list("Bearer " + id).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(list("Bearer tutti_api_" + id).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(list("Bearer " + made.get("secret").asText()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read:bans", "write:members", "read:*"})
  void whoMayReadOrMayDoSomethingElseBansNobody(String scope) {
    String key = "Bearer " + create(List.of(scope)).json().get("secret").asText();
    String victim = "key:02" + "c".repeat(64);

    Answer answer = rest.post("/v1/admin/bans", new NewBan(victim, 60_000), "Authorization", key);

    assertThat(answer.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(list(operator).response().body()).doesNotContain(victim);
  }

  @Test
  void nobodyMakesAKeyThatMayDoMoreThanHisOwn() {
    String key =
        "Bearer " + create(List.of("write:api-keys", "read:bans")).json().get("secret").asText();

    for (String more : List.of("*:*", "write:*", "write:bans", "*:bans", "read:*")) {
      assertThat(create(List.of(more), key).code()).as(more).isEqualTo(ErrorCode.NOT_ALLOWED);
    }
    assertThat(create(List.of("read:bans"), key).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "read",
        "admin:*",
        "read:bans ",
        "READ:bans",
        "read:bans,write:bans",
        "read:..",
        "read:\u0000"
      })
  void whatIsNoScopeMakesNoKey(String scope) {
    assertThat(create(List.of(scope)).code()).isEqualTo(ErrorCode.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"subject\":\"x\",\"duration\":0}'",
    "'{\"subject\":\"x\",\"duration\":-1}'",
    "'{\"subject\":\"x\",\"duration\":9007199254740992}'",
    "'{\"subject\":\"x\",\"duration\":1e400}'",
    "'{\"subject\":\"x\",\"until\":1}'",
    "'{\"subject\":5}'",
    "'{\"duration\":5}'",
    "'{\"subject\":\"x\",\"__proto__\":{}}'",
  })
  void whatIsNoBanBansNobody(String body) {
    Answer answer =
        rest.post(
            "/v1/admin/bans",
            body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            "Authorization",
            operator);

    assertThat(answer.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(list(operator).response().body()).doesNotContain("address:x");
  }

  @Test
  void theLongestBanIsStillOne() {
    String subject = "key:02" + "d".repeat(64);
    long longest = Duration.ofDays(3_650).toMillis();

    assertThat(ban(subject, longest + 1).status()).isEqualTo(400);
    assertThat(ban(subject, (1L << 53) - 1).status()).isEqualTo(400);
    assertThat(list(operator).response().body()).doesNotContain(subject);
    assertThat(ban(subject, longest).status()).isEqualTo(200);
    assertThat(list(operator).response().body()).contains(subject);
    assertThat(rest.delete("/v1/admin/bans/" + subject, "Authorization", operator).status())
        .isEqualTo(204);
  }

  private Answer ban(String subject, long duration) {
    return rest.post("/v1/admin/bans", new NewBan(subject, duration), "Authorization", operator);
  }

  private Answer list(String authorization) {
    return rest.get("/v1/admin/bans", "Authorization", authorization);
  }

  private Answer create(List<String> scopes) {
    return create(scopes, operator);
  }

  private Answer create(List<String> scopes, String key) {
    return rest.post("/v1/admin/api-keys", new NewKey("attack", scopes), "Authorization", key);
  }

  private static String flipped(String key) {
    char last = key.charAt(key.length() - 1);
    return key.substring(0, key.length() - 1) + (last == 'A' ? 'B' : 'A');
  }
}
