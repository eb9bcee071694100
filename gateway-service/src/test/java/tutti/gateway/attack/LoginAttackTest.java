package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tutti.gateway.BridgeClient;
import tutti.gateway.RestClient;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.musig2.SecretKey;
import tutti.protocol.Addresses;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.Login;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.json.Wire;
import tutti.runtime.config.EdgeSettings;

/** Attempts to be somebody else, and to hear what is meant for somebody else. */
@ExtendWith(Attacked.class)
class LoginAttackTest {
  private final Target target;
  private final RunningGateway gateway;
  private final RestClient rest;
  private final SecretKey alice = SecretKey.generate();
  private final SecretKey mallory = SecretKey.generate();

  LoginAttackTest(Target target) {
    this.target = target;
    gateway = target.gateway();
    rest = target.rest();
  }

  @AfterEach
  void wipe() {
    alice.close();
    mallory.close();
  }

  @Test
  void aLoginThatWasOverheardIsGoodForNothingWhicheverWayItIsSaidAgain() {
    try (BridgeClient client = BridgeClient.connect(gateway);
        BridgeClient other = BridgeClient.connect(gateway)) {
      Envelope login = BridgeClient.login(alice, client.challenge(alice), gateway.origin());
      client.ask(GatewayApi.LOGIN.operation(), login);

      assertThat(rest.post("/v1/login", login).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      assertThat(other.refusal(GatewayApi.LOGIN.operation(), login).code())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      assertThat(other.refusalToRegister(inbox(alice), null))
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
    requireNobodyAt(inbox(alice));
  }

  @Test
  void theAnswerToTheChallengeOfAnotherConnectionNamesItsKeyAndNoOther() {
    try (BridgeClient client = BridgeClient.connect(gateway);
        BridgeClient other = BridgeClient.connect(gateway)) {
      LoginChallenge overheard = client.challenge(alice);

      var answer = BridgeClient.login(mallory, overheard, gateway.origin());

      assertThat(other.refusal(GatewayApi.LOGIN.operation(), answer).code())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      assertThat(other.refusalToRegister(inbox(mallory), null))
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
  }

  @Test
  void aChallengeThatWasTakenByAForgeryIsUsedUpAndTheKeyMayAskForAnother() {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      Envelope honest = BridgeClient.login(alice, client.challenge(alice), gateway.origin());
      JsonObject forged = new JsonObject(Wire.map(honest)).put("signature", "0".repeat(128));

      assertThat(BridgeClient.failure(client.ask("tutti.gateway.login", forged)).code())
          .isEqualTo(ErrorCode.INVALID_SIGNATURE);
      assertThat(client.logIn(alice).token()).isNotEmpty();
    }
  }

  @Test
  void aChallengeDoesNotLastForEver() {
    try (RunningGateway hasty =
            gateway.beside(settings -> settings.with(EdgeSettings.CHALLENGE_LIFE, "1ms"));
        BridgeClient client = BridgeClient.connect(hasty)) {
      var late = BridgeClient.login(alice, client.challenge(alice), hasty.origin());

      assertThat(client.refusal(GatewayApi.LOGIN.operation(), late).field())
          .isEqualTo("body.challenge");
    }
  }

  @Test
  void aLoginOfAnotherTimeIsRefused() {
    LoginChallenge challenge = challenge(alice);
    Envelope old =
        BridgeClient.say(
            alice, GatewayApi.LOGIN, new Login(challenge.challenge(), gateway.origin()), 1);

    assertThat(rest.post("/v1/login", old).code()).isEqualTo(ErrorCode.CLOCK_SKEW);
  }

  @Test
  void whatWasSignedForAnotherPurposeIsNoLogin() {
    long now = System.currentTimeMillis();
    var body = new Advertisement(List.of("x"), null, null, null, now + 60_000, null);
    Envelope advertisement = BridgeClient.say(alice, DiscoveryApi.ADVERTISE, body, now);
    JsonObject renamed =
        new JsonObject(Wire.map(advertisement))
            .put("type", "gateway.login")
            .put(
                "body",
                new JsonObject(
                    Wire.map(new Login(challenge(alice).challenge(), gateway.origin()))));

    assertThat(rest.post("/v1/login", advertisement).code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(rest.post("/v1/login", renamed.toBuffer().getBytes()).code())
        .isEqualTo(ErrorCode.INVALID_SIGNATURE);
  }

  @Test
  void oneConnectionBindsNoMoreKeysThanItsShareHoweverFastItAsks() {
    List<SecretKey> keys = new ArrayList<>();
    try (RunningGateway strict =
            gateway.beside(settings -> settings.with(EdgeSettings.KEYS_PER_CONNECTION, "3"));
        BridgeClient client = BridgeClient.connect(strict)) {
      List<JsonObject> logins = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        SecretKey key = SecretKey.generate();
        keys.add(key);
        Envelope login = BridgeClient.login(key, challenge(key), strict.origin());
        logins.add(
            new JsonObject()
                .put("type", "send")
                .put("address", "tutti.gateway.login")
                .put("replyAddress", "login")
                .put("body", new JsonObject(Wire.map(login))));
      }
      logins.forEach(login -> client.throwIn(login.encode()));

      long in =
          logins.stream()
              .map(login -> client.awaitFrame(any -> true))
              .filter(answer -> answer.getString("type").equals("rec"))
              .count();
      assertThat(in).isEqualTo(3);
      long opened =
          keys.stream()
              .filter(key -> client.register(inbox(key), null).getString("type").equals("rec"))
              .count();
      assertThat(opened).isEqualTo(3);
    } finally {
      keys.forEach(SecretKey::close);
    }
  }

  @Test
  void aTokenIsShownInTheHeaderAndNowhereElse() {
    try (BridgeClient client = BridgeClient.connect(gateway);
        BridgeClient other = BridgeClient.connect(gateway)) {
      String token = client.logIn(alice).token();
      String events = "/v1/events?inbox=" + alice.publicKey().hex();

      assertThat(rest.get(events + "&token=" + token).code()).isEqualTo(ErrorCode.MALFORMED);
      assertThat(rest.get(events, "Cookie", "Authorization=Bearer " + token).code())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      assertThat(rest.get(events, "Authorization", "Basic " + token).code())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      for (String not :
          List.of(
              token + "x",
              token.substring(1),
              "",
              token.toUpperCase(java.util.Locale.ROOT),
              token.repeat(5))) {
        assertThat(other.refusalToRegister(inbox(alice), not))
            .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      }
      other.say(
          new JsonObject()
              .put("type", "register")
              .put("address", inbox(alice))
              .put("token", token)
              .put("replyAddress", "in-a-member"));
      assertThat(
              BridgeClient.failure(
                      other.awaitFrame(frame -> "in-a-member".equals(frame.getString("address"))))
                  .code())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
    requireNobodyAt(inbox(alice));
  }

  @Test
  void aBannedKeyLosesWhatItHasAndGetsNothingUntilItIsPardoned() {
    record NewBan(String subject) {}
    String subject = "key:" + alice.publicKey().hex();
    String operator = target.operator();
    try (BridgeClient client = BridgeClient.connect(gateway);
        BridgeClient other = BridgeClient.connect(gateway)) {
      String token = client.logIn(alice).token();
      client.register(inbox(alice), null);

      rest.post("/v1/admin/bans", new NewBan(subject), "Authorization", operator);

      assertThat(client.awaitClosed()).isTrue();
      requireNobodyAt(inbox(alice));
      assertThat(other.refusalToRegister(inbox(alice), token)).isEqualTo(ErrorCode.BANNED);
      assertThat(
              rest.get(
                      "/v1/events?inbox=" + alice.publicKey().hex(),
                      "Authorization",
                      "Bearer " + token)
                  .code())
          .isEqualTo(ErrorCode.BANNED);
      Envelope login = BridgeClient.login(alice, challenge(alice), gateway.origin());
      assertThat(rest.post("/v1/login", login).code()).isEqualTo(ErrorCode.BANNED);
      assertThat(other.refusal(GatewayApi.LOGIN.operation(), login).code())
          .isEqualTo(ErrorCode.BANNED);

      rest.delete("/v1/admin/bans/" + subject, "Authorization", operator);
      await().until(() -> other.register(inbox(alice), token).getString("type").equals("rec"));
    }
  }

  private LoginChallenge challenge(SecretKey key) {
    return Wire.readLenient(
        Wire.write(rest.post("/v1/login/challenge", new ChallengeQuery(key.publicKey())).json()),
        LoginChallenge.class);
  }

  private static String inbox(SecretKey key) {
    return Addresses.inbox(key.publicKey());
  }

  private void requireNobodyAt(String address) {
    await()
        .until(
            () ->
                gateway
                    .vertx()
                    .eventBus()
                    .request(address, new JsonObject(), new DeliveryOptions().setSendTimeout(2_000))
                    .toCompletionStage()
                    .handle((answer, failure) -> failure != null)
                    .toCompletableFuture()
                    .join());
  }
}
