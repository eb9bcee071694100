package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.gateway.attack.RawClient.Answer;

/** Requests that want to be taken for others, or to write into the answer. */
@ExtendWith(Attacked.class)
class HeaderAttackTest {
  private static final String HOST = " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n";
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\n" + KEY;
  private static final String EVIL_HOST = " HTTP/1.1\r\nHost: evil.example\r\n";
  private static final String EVIL = "Origin: https://evil.example\r\n";

  private final RunningGateway gateway;

  HeaderAttackTest(Target target) {
    gateway = target.gateway();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/signers/%0d%0aInjected:%20x" + HOST,
        "GET /v1/signers?sort=%0d%0aInjected:%20x" + HOST,
        "GET /v1/signers?%0d%0aInjected:%20x=1" + HOST,
        "GET /docs%0d%0aInjected:%20x" + HOST,
        "GET /docs/%0d%0aInjected:%20x/" + HOST,
        "GET /%0d%0aInjected:%20x" + HOST,
        "GET /v1/sessions/a%E5%98%8A%E5%98%8DInjected:%20x" + HOST,
        "GET /v1/signers" + HOST + "Origin: http://127.0.0.1:%d%0d%0aInjected: x\r\n",
        "GET /v1/events?inbox=x" + HOST + "Last-Event-ID: a\u0085Injected: x\r\n",
        "GET /v1/admin/bans" + HOST + "Authorization: Bearer x%0d%0aInjected: x\r\n",
        "POST /v1/signers" + HOST + "Idempotency-Key: k%0d%0aInjected\r\nContent-Length: 0\r\n",
      })
  void nothingOfARequestBecomesAHeaderOfTheAnswer(String head) {
    Answer answer = answerTo(head);

    assertThat(answer.head()).doesNotContainIgnoringCase("injected");
    assertThat(answer.status()).isBetween(200, 499);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://evil.example/v1/signers HTTP/1.1\r\nHost: evil.example\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost: 127.0.0.1:%d.evil.example\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost: evil.example:%d\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost: 127.0.0.2:%d\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost: 2130706433:%d\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost: x@127.0.0.1:%d\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost:\r\n",
        "GET /v1/signers HTTP/1.1\r\n",
        "GET /eventbus/info HTTP/1.1\r\nHost: evil.example\r\n",
        "GET /eventbus/websocket" + EVIL_HOST + UPGRADE + "Sec-WebSocket-Version: 13\r\n",
        "GET /openapi.json HTTP/1.1\r\nHost: evil.example\r\n",
        "GET /docs/ HTTP/1.1\r\nHost: evil.example\r\n",
        "GET /v1/signers" + HOST + "Origin: https://evil.example\r\n",
        "GET /v1/signers" + HOST + "Origin: null\r\n",
        "GET /v1/signers" + HOST + "Origin: http://127.0.0.1:%d.evil.example\r\n",
        "GET /eventbus/info" + HOST + "Origin: https://evil.example\r\n",
        "POST /eventbus/000/x/xhr" + HOST + EVIL + "Content-Length: 0\r\n",
        "OPTIONS /v1/signers" + HOST + EVIL + "Access-Control-Request-Method: POST\r\n",
      })
  void whoComesByAnotherNameOrFromAnotherPageIsRefused(String head) {
    Answer answer = answerTo(head);

    assertThat(answer.status()).isIn(400, 403);
    assertThat(answer.hasHeader("Access-Control-Allow-Origin")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/signers" + HOST + "Host: evil.example\r\n",
        "GET /v1/signers HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1:%d\r\n",
        "GET http://evil.example/v1/signers" + HOST,
      })
  void twoNamesAreNoName(String head) {
    assertThat(answerTo(head).status()).isIn(400, 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Host: 127.0.0.1:%d",
        "X-Forwarded-Port: %d",
        "Forwarded: host=127.0.0.1:%d",
        "X-Original-Host: 127.0.0.1:%d",
        "X-HTTP-Method-Override: GET",
      })
  void whatAProxyWouldSayIsNotBelieved(String header) {
    assertThat(answerTo("GET / HTTP/1.1\r\nHost: evil.example\r\n" + header + "\r\n").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "PUT", "PATCH", "CONNECT", "DELETE", "PRI", "PROPFIND"})
  void nothingIsDoneByAnotherMethod(String method) {
    Answer answer = answerTo(method + " /v1/signers" + HOST + "X-Secret: shown\r\n");

    assertThat(answer.status()).isBetween(400, 499);
    assertThat(answer.body()).doesNotContain("shown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET //evil.example/docs" + HOST,
        "GET //evil.example/%2e%2e/docs" + HOST,
        "GET /docs//evil.example" + HOST,
        "GET /docs/..//evil.example/" + HOST,
        "GET /\\evil.example/docs" + HOST,
        "GET /docs" + HOST + "X-Forwarded-Host: evil.example\r\n",
      })
  void nobodyIsSentElsewhere(String head) {
    assertThat(answerTo(head).head())
        .doesNotContainPattern("(?i)location: *(//|/\\\\|https?://evil)");
  }

  private Answer answerTo(String head) {
    try (RawClient client = RawClient.of(gateway)) {
      return client.request(head + "\r\n");
    }
  }
}
