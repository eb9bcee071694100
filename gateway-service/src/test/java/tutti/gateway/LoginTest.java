package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.musig2.SecretKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.json.Wire;

/** Only who holds a key logs in with it, once per challenge, and here. */
class LoginTest {
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
  void takesAChallengeOnce() {
    LoginChallenge challenge = client.challenge(key);
    var login = BridgeClient.login(key, challenge, gateway.origin());
    client.ask(GatewayApi.LOGIN.operation(), login);

    assertThat(client.refusal(GatewayApi.LOGIN.operation(), login).code())
        .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
  }

  @Test
  void takesNoLoginThatWasMeantForAnotherGateway() {
    var relayed = BridgeClient.login(key, client.challenge(key), "https://evil.example");

    Failure refusal = client.refusal(GatewayApi.LOGIN.operation(), relayed);

    assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(refusal.field()).isEqualTo("body.audience");
  }

  @Test
  void takesNoAnswerToTheChallengeOfAnotherKey() {
    try (SecretKey mallory = SecretKey.generate()) {
      var stolen = BridgeClient.login(mallory, client.challenge(key), gateway.origin());

      assertThat(client.refusal(GatewayApi.LOGIN.operation(), stolen).field())
          .isEqualTo("body.challenge");
    }
  }

  @Test
  void takesNoForgedLogin() {
    try (SecretKey mallory = SecretKey.generate()) {
      var honest = BridgeClient.login(key, client.challenge(key), gateway.origin());
      var other = BridgeClient.login(mallory, client.challenge(key), gateway.origin());
      JsonObject forged =
          new JsonObject(Wire.map(honest)).put("signature", other.signature().hex());

      assertThat(BridgeClient.failure(client.ask("tutti.gateway.login", forged)).code())
          .isEqualTo(ErrorCode.INVALID_SIGNATURE);
      assertThat(client.refusalToRegister(Addresses.inbox(key.publicKey()), null))
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }
  }
}
