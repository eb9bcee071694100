package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.musig2.SecretKey;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.runtime.config.EdgeSettings;

/** Where webhooks go, somebody may be who is not to be trusted. */
class WebhookTest {
  @TempDir private Path files;

  @Test
  void doesNotWaitForTheEndOfAnAnswer() throws IOException {
    Path keyFile = files.resolve("operator.key");
    Promise<Void> left = Promise.promise();
    try (RunningGateway gateway =
        RunningGateway.start(
            settings ->
                settings
                    .with(EdgeSettings.OPERATOR_KEY_FILE, keyFile.toString())
                    .with(EdgeSettings.WEBHOOK_TARGETS, "any"))) {
      HttpServer server =
          RunningGateway.await(
              gateway
                  .vertx()
                  .createHttpServer()
                  .requestHandler(request -> answerWithoutEnd(gateway.vertx(), request, left))
                  .listen(0));
      RestClient rest = new RestClient(gateway.origin());
      record NewHook(String url) {}
      rest.post(
          "/v1/admin/webhooks",
          new NewHook("http://127.0.0.1:" + server.actualPort() + "/hook"),
          "Authorization",
          "Bearer " + Files.readString(keyFile).strip());

      advertise(rest);

      RunningGateway.await(left.future());
    }
  }

  private static void answerWithoutEnd(Vertx vertx, HttpServerRequest request, Promise<Void> left) {
    request.response().setChunked(true);
    long more = vertx.setPeriodic(100, now -> request.response().write("and so on"));
    request
        .connection()
        .closeHandler(
            closed -> {
              vertx.cancelTimer(more);
              left.tryComplete();
            });
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
