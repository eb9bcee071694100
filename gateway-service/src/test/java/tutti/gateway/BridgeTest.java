package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.musig2.SecretKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.gateway.LoginToken;

class BridgeTest {
  private static RunningGateway gateway;
  private BridgeClient client;
  private SecretKey key;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void connect() {
    client = BridgeClient.connect(gateway);
    key = SecretKey.generate();
  }

  @AfterEach
  void disconnect() {
    client.close();
    key.close();
  }

  @Test
  void letsASignerAdvertiseAndBeFound() {
    client.ask(
        DiscoveryApi.ADVERTISE.operation(),
        BridgeClient.say(key, DiscoveryApi.ADVERTISE, advertisement(), now()));

    var query = new SignerQuery(null, null, null, List.of(key.publicKey()), null, null, null, null);
    assertThat(client.ask(DiscoveryApi.FIND, query).signers()).hasSize(1);
  }

  @Test
  void tellsEveryoneWhoListensWhatIsPublished() {
    client.register(Addresses.SIGNER_EVENTS, null);
    client.register(Addresses.signerEvents("spend"), null);

    client.ask(
        DiscoveryApi.ADVERTISE.operation(),
        BridgeClient.say(key, DiscoveryApi.ADVERTISE, advertisement(), now()));

    for (String topic : List.of(Addresses.SIGNER_EVENTS, Addresses.signerEvents("spend"))) {
      JsonObject event = client.awaitFrame(frame -> topic.equals(frame.getString("address")));
      assertThat(event.getJsonObject("body").getString("type")).isEqualTo("signer.advertised");
    }
  }

  @Test
  void passesOnWhatAServiceRefuses() {
    Failure refusal =
        client.refusal(
            DiscoveryApi.ADVERTISE.operation(),
            BridgeClient.say(key, DiscoveryApi.ADVERTISE, advertisement(), 1));

    assertThat(refusal.code()).isEqualTo(ErrorCode.CLOCK_SKEW);
    assertThat(refusal.field()).isEqualTo("sentAt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tutti.session.open",
        "tutti.discovery.record-outcome",
        "tutti.request.end",
        "tutti.crypto.check-envelope",
        "tutti.crypto.aggregate-keys",
        "tutti.events.signers",
        "tutti.inbox.02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "__vertx.subs",
        "tutti.session.status ",
        "TUTTI.SESSION.STATUS",
        "event-1"
      })
  void sendsNowhereButWhereTheContractSays(String address) {
    assertThat(BridgeClient.failure(client.ask(address, new JsonObject())).code())
        .isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tutti.session.status",
        "tutti.gateway.login",
        "tutti.inbox.*",
        "tutti.inbox.02aa",
        "tutti.events",
        "tutti.events.signers.",
        "tutti.events.signers.UPPER",
        "__vertx.subs",
      })
  void listensNowhereButWhereTheContractSays(String address) {
    assertThat(client.refusalToRegister(address, null)).isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @Test
  void namesTheAddressThatWasNotRegistered() {
    client.say(new JsonObject().put("type", "register").put("address", "tutti.session.open"));

    JsonObject frame = client.awaitFrame(any -> true);
    assertThat(frame.getString("address")).isEqualTo("tutti.session.open");
    assertThat(BridgeClient.failure(frame).code()).isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @Test
  void letsNobodyPublish() {
    client.say(
        new JsonObject()
            .put("type", "publish")
            .put("address", Addresses.SIGNER_EVENTS)
            .put("body", new JsonObject()));

    assertThat(BridgeClient.failure(client.awaitFrame(any -> true)).code())
        .isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"type\":5}",
        "{\"type\":\"dance\"}",
        "{\"type\":\"send\"}",
        "{\"type\":\"send\",\"address\":[]}",
        "{\"type\":\"send\",\"type\":\"ping\"}",
        "{\"type\":\"register\",\"address\":\"a\",\"headers\":[]}",
        "{\"type\":\"ping\"} and more"
      })
  void refusesWhatIsNoFrameAndGoesOn(String text) {
    client.say(text);

    assertThat(BridgeClient.failure(client.awaitFrame(any -> true)).code())
        .isEqualTo(ErrorCode.MALFORMED);
    assertThat(client.ask(DiscoveryApi.FIND, SignerQuery.all())).isNotNull();
  }

  @Test
  void doesNotPassOnHeadersOfClients() {
    CompletableFuture<Map<String, String>> headers = new CompletableFuture<>();
    gateway
        .vertx()
        .eventBus()
        .addInboundInterceptor(
            delivery -> {
              if (delivery.message().address().equals("tutti.request.get")) {
                headers.complete(
                    delivery.message().headers().entries().stream()
                        .collect(
                            java.util.stream.Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue)));
              }
              delivery.next();
            });

    client.say(
        new JsonObject()
            .put("type", "send")
            .put("address", "tutti.request.get")
            .put("headers", new JsonObject().put("action", "drop"))
            .put("body", new JsonObject()));

    assertThat(headers.join()).isEmpty();
  }

  @Test
  void opensTheInboxOfAKeyThatHasLoggedInHere() {
    client.logIn(key);

    assertThat(client.register(inbox(), null).getString("type")).isEqualTo("rec");

    CompletableFuture<Message<JsonObject>> heard = deliver();
    JsonObject event = client.awaitFrame(frame -> inbox().equals(frame.getString("address")));
    client.say(
        new JsonObject()
            .put("type", "send")
            .put("address", event.getString("replyAddress"))
            .put("body", new JsonObject()));
    assertThat(heard.join().body()).isEqualTo(new JsonObject());
  }

  @Test
  void opensAnInboxToWhoeverShowsItsToken() {
    LoginToken token = client.logIn(key);

    try (BridgeClient other = BridgeClient.connect(gateway)) {
      assertThat(other.register(inbox(), token.token()).getString("type")).isEqualTo("rec");
    }
  }

  @Test
  void opensNoInboxWithoutALogin() {
    assertThat(client.refusalToRegister(inbox(), null)).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(client.refusalToRegister(inbox(), "tutti_made-up"))
        .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
  }

  @Test
  void opensNoInboxOfAnother() {
    try (SecretKey mallory = SecretKey.generate()) {
      LoginToken token = client.logIn(mallory);

      assertThat(client.refusalToRegister(inbox(), token.token())).isEqualTo(ErrorCode.NOT_ALLOWED);
      assertThat(client.refusalToRegister(inbox(), null)).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
    assertThat(deliver()).failsWithin(java.time.Duration.ofSeconds(20));
  }

  @Test
  void closesTheInboxWithTheConnection() {
    client.logIn(key);
    client.register(inbox(), null);
    client.close();

    await().until(() -> deliver().handle((ok, failure) -> failure != null).join());
  }

  @Test
  void anotherClientCannotAnswerForThisOne() {
    client.logIn(key);
    client.register(inbox(), null);
    CompletableFuture<Message<JsonObject>> answered = deliver();
    JsonObject event = client.awaitFrame(frame -> inbox().equals(frame.getString("address")));

    try (BridgeClient mallory = BridgeClient.connect(gateway)) {
      Failure refusal =
          BridgeClient.failure(mallory.ask(event.getString("replyAddress"), new JsonObject()));

      assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
      assertThat(answered).isNotDone();
    }
  }

  private String inbox() {
    return Addresses.inbox(key.publicKey());
  }

  /** Somebody in the cluster sends to the inbox. */
  private CompletableFuture<Message<JsonObject>> deliver() {
    return gateway
        .vertx()
        .eventBus()
        .<JsonObject>request(
            inbox(), new JsonObject().put("id", "x"), new DeliveryOptions().setSendTimeout(10_000))
        .toCompletionStage()
        .toCompletableFuture();
  }

  private static Advertisement advertisement() {
    return new Advertisement(List.of("spend"), null, null, null, now() + 60_000, null);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
