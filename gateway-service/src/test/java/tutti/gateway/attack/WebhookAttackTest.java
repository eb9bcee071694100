package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.BridgeClient;
import tutti.gateway.RestClient;
import tutti.gateway.RestClient.Answer;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.runtime.config.EdgeSettings;

/** Webhooks that should make the gateway talk to what only the gateway can reach. */
@ExtendWith(Attacked.class)
class WebhookAttackTest {
  private final Target target;

  WebhookAttackTest(Target target) {
    this.target = target;
  }

  /** A webhook to be made. */
  private record NewHook(String url, List<String> types) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0.0.0.0/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b:1::a00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[2002:a9fe:a9fe::]/",
        "https://[fe80::1]/",
        "https://[fec0::1]/",
        "https://[fd00::1]/",
        "https://[ff02::1]/",
        "https://[2001:db8::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://192.0.0.8/",
        "https://198.18.0.1/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://0.1.2.3/",
        "https://224.0.0.1/",
      })
  void noWebhookGoesWhereOnlyTheGatewayCanGo(String url) {
    try (RunningGateway careful = careful()) {
      assertThat(create(new RestClient(careful.origin()), url).code())
          .isIn(ErrorCode.NOT_ALLOWED, ErrorCode.MALFORMED);
    }
    assertThat(list()).doesNotContain(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://93.184.215.14/",
        "ftp://93.184.215.14/",
        "file:///etc/passwd",
        "jar:https://93.184.215.14/!/",
        "javascript:alert(1)",
        "https://user:password@93.184.215.14/",
        "https:///path",
        "https:opaque",
        "//93.184.215.14/",
        "https://93.184.215.14/ x",
        "https://93.184.215.14/\r\nInjected: x",
        "",
      })
  void whatIsNoAddressOfHttpsIsNone(String url) {
    try (RunningGateway careful = careful()) {
      assertThat(create(new RestClient(careful.origin()), url).code())
          .isEqualTo(ErrorCode.MALFORMED);
    }
  }

  @Test
  void aRedirectionIsNotFollowed() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger lured = new AtomicInteger();
    HttpServer secret =
        server(
            request -> {
              lured.incrementAndGet();
              request.response().end();
            });
    HttpServer luring =
        server(
            request -> {
              asked.incrementAndGet();
              request
                  .response()
                  .setStatusCode(307)
                  .putHeader("Location", "http://127.0.0.1:" + secret.actualPort() + "/")
                  .end();
            });
    RestClient rest = target.rest();
    Answer made = create(rest, "http://127.0.0.1:" + luring.actualPort() + "/");
    advertise(rest);

    // It counts as a failure, so that it is tried again.
    await().until(() -> asked.get() >= 2);
    assertThat(lured).hasValue(0);
    String id = made.json().at("/webhook/id").asText();
    rest.delete("/v1/admin/webhooks/" + id, "Authorization", target.operator());
    RunningGateway.await(luring.close());
    RunningGateway.await(secret.close());
  }

  /** A gateway whose webhooks go to public addresses only, as they do by default. */
  private RunningGateway careful() {
    return target
        .gateway()
        .beside(settings -> settings.with(EdgeSettings.WEBHOOK_TARGETS, "public"));
  }

  private Answer create(RestClient rest, String url) {
    return rest.post(
        "/v1/admin/webhooks",
        new NewHook(url, List.of("signer.*")),
        "Authorization",
        target.operator());
  }

  private String list() {
    return target
        .rest()
        .get("/v1/admin/webhooks", "Authorization", target.operator())
        .response()
        .body();
  }

  private HttpServer server(io.vertx.core.Handler<io.vertx.core.http.HttpServerRequest> handler) {
    return RunningGateway.await(
        target.gateway().vertx().createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
  }

  private static void advertise(RestClient rest) {
    try (SecretKey key = SecretKey.generate()) {
      long now = System.currentTimeMillis();
      var body = new Advertisement(List.of("hook"), null, null, null, now + 60_000, null);
      assertThat(
              rest.post("/v1/signers", BridgeClient.say(key, DiscoveryApi.ADVERTISE, body, now))
                  .status())
          .isEqualTo(200);
    }
  }
}
