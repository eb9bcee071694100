package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.webhook.WebhookSecret;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.runtime.config.EdgeSettings;

/** Events as streams and as webhooks. */
class EventsTest {
  @TempDir private static Path files;
  private static RunningGateway gateway;
  private static RestClient rest;
  private static String operator;

  @BeforeAll
  static void start() throws IOException {
    Path keyFile = files.resolve("operator.key");
    gateway =
        RunningGateway.start(
            settings ->
                settings
                    .with(EdgeSettings.OPERATOR_KEY_FILE, keyFile.toString())
                    .with(EdgeSettings.EVENTS_KEPT, "3")
                    .with(EdgeSettings.WEBHOOK_TARGETS, "any"));
    rest = new RestClient(gateway.origin());
    operator = Files.readString(keyFile).strip();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** One event of a stream. */
  private record Heard(String id, String type, String data) {}

  /** A stream that is read as it comes. */
  private static final class Stream implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    Stream(String query, String... headers) {
      try {
        var response =
            rest.client()
                .send(
                    rest.request("/v1/events" + query, headers).GET().build(),
                    BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        body = response.body();
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    Heard next() {
      String id = "";
      String type = "";
      String data = "";
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty() && !type.isEmpty()) {
            return new Heard(id, type, data);
          }
          id = line.startsWith("id: ") ? line.substring(4) : id;
          type = line.startsWith("event: ") ? line.substring(7) : type;
          data = line.startsWith("data: ") ? line.substring(6) : data;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      throw new AssertionError("the stream has ended");
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void streamsWhatIsPublished() {
    try (Stream stream = new Stream("?topics=signers")) {
      assertThat(stream.next().type()).isEqualTo("stream.started");
      String key = advertise();

      Heard heard = stream.next();

      assertThat(heard.type()).isEqualTo("signer.advertised");
      assertThat(heard.id()).startsWith(key + ":");
      assertThat(new JsonObject(heard.data()).getString("subject")).isEqualTo(key);
    }
  }

  @Test
  void streamsAgainWhatWasMissed() {
    String first = advertiseAndHear();
    String second = advertiseAndHear();
    String third = advertiseAndHear();

    try (Stream stream = new Stream("", "Last-Event-ID", first)) {
      assertThat(stream.next().type()).isEqualTo("stream.started");
      assertThat(stream.next().id()).isEqualTo(second);
      assertThat(stream.next().id()).isEqualTo(third);
    }
  }

  @Test
  void saysSoWhereMoreMayHaveBeenMissedThanIsKept() {
    String forgotten = advertiseAndHear();
    String kept = advertiseAndHear();
    advertiseAndHear();
    advertiseAndHear();

    try (Stream stream = new Stream("", "Last-Event-ID", forgotten)) {
      assertThat(stream.next().type()).isEqualTo("stream.started");
      assertThat(stream.next().type()).isEqualTo("stream.reset");
      assertThat(stream.next().id()).isEqualTo(kept);
    }
  }

  @Test
  void tellsABrowserThatBeginsWhatIsKept() {
    String first = advertiseAndHear();
    String second = advertiseAndHear();
    String third = advertiseAndHear();

    try (Stream stream = new Stream("?lastEventId=0")) {
      assertThat(stream.next().type()).isEqualTo("stream.started");
      assertThat(stream.next().type()).isEqualTo("stream.reset");
      assertThat(stream.next().id()).isEqualTo(first);
    }
    try (Stream again = new Stream("?lastEventId=" + first, "Last-Event-ID", second)) {
      assertThat(again.next().type()).isEqualTo("stream.started");
      assertThat(again.next().id()).isEqualTo(third);
    }
  }

  @Test
  void streamsAnInboxToWhoHoldsItsKey() {
    try (SecretKey key = SecretKey.generate()) {
      String token = logIn(key);
      try (Stream stream =
          new Stream(
              "?topics=requests&inbox=" + key.publicKey().hex(),
              "Authorization",
              "Bearer " + token)) {
        assertThat(stream.next().type()).isEqualTo("stream.started");
        JsonObject event = new JsonObject().put("id", "x:1").put("type", "request.received");

        var answered =
            RunningGateway.await(
                gateway.vertx().eventBus().request("tutti.inbox." + key.publicKey().hex(), event));

        assertThat(answered.body()).isEqualTo(new JsonObject());
        assertThat(stream.next().id()).isEqualTo("x:1");
      }
    }
  }

  @Test
  void streamsNoInboxOfAnother() {
    try (SecretKey key = SecretKey.generate();
        SecretKey other = SecretKey.generate()) {
      String path = "/v1/events?inbox=" + key.publicKey().hex();

      assertThat(rest.get(path).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      assertThat(rest.get(path, "Authorization", "Bearer " + logIn(other)).code())
          .isEqualTo(ErrorCode.NOT_ALLOWED);
      assertThat(
              rest.get(
                      path,
                      "Authorization",
                      "Bearer " + logIn(other),
                      "Last-Event-ID",
                      "a".repeat(64) + ":0")
                  .code())
          .isEqualTo(ErrorCode.NOT_ALLOWED);
    }
  }

  @Test
  void sendsSignedEventsToAWebhookUntilTheyAreTaken() throws Exception {
    BlockingQueue<HttpServerRequest> posts = new LinkedBlockingQueue<>();
    BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    HttpServer server =
        RunningGateway.await(
            gateway
                .vertx()
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  posts.add(request);
                                  bodies.add(body.toString());
                                  boolean again = request.getHeader("webhook-attempt").equals("1");
                                  request.response().setStatusCode(again ? 500 : 204).end();
                                }))
                .listen(0));
    record NewHook(String url, List<String> types) {}
    JsonNode made =
        rest.post(
                "/v1/admin/webhooks",
                new NewHook(
                    "http://127.0.0.1:" + server.actualPort() + "/hook", List.of("signer.*")),
                "Authorization",
                "Bearer " + operator)
            .json();
    String key = advertise();

    posts.poll(20, TimeUnit.SECONDS);
    HttpServerRequest second = posts.poll(20, TimeUnit.SECONDS);
    bodies.take();

    String id = second.getHeader("webhook-id");
    assertThat(id).startsWith(key + ":");
    assertThat(second.getHeader("webhook-attempt")).isEqualTo("2");
    WebhookSecret secret =
        WebhookSecret.of(BearerToken.ofText(operator), made.at("/webhook/id").asText());
    assertThat(made.get("secret").asText()).isEqualTo(secret.reveal());
    assertThat(second.getHeader("webhook-signature"))
        .isEqualTo(
            secret.sign(id, Long.parseLong(second.getHeader("webhook-timestamp")), bodies.take()));
    RunningGateway.await(server.close());
  }

  private static String logIn(SecretKey key) {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      return client.logIn(key).token();
    }
  }

  /** A new signer's key. */
  private static String advertise() {
    try (SecretKey key = SecretKey.generate()) {
      long now = System.currentTimeMillis();
      var body = new Advertisement(List.of("stream"), null, null, null, now + 60_000, null);
      assertThat(
              rest.post("/v1/signers", BridgeClient.say(key, DiscoveryApi.ADVERTISE, body, now))
                  .status())
          .isEqualTo(200);
      return key.publicKey().hex();
    }
  }

  /** The id of an event that the gateway has heard. */
  private static String advertiseAndHear() {
    try (Stream stream = new Stream("")) {
      stream.next();
      String key = advertise();
      Heard heard = stream.next();
      assertThat(heard.id()).startsWith(key + ":");
      return heard.id();
    }
  }
}
