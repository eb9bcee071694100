package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.json.Wire;
import tutti.runtime.config.EdgeSettings;

/** Who says what cannot be true, again and again, is not let in any more. */
class BanTest {
  @Test
  void forgedSignaturesLeadToABanThatEndsTheConnection() {
    RunningGateway strict =
        RunningGateway.start(
            settings -> settings.with(EdgeSettings.STRIKES, "3").with(EdgeSettings.BAN_TIME, "1h"));
    try (SecretKey key = SecretKey.generate();
        BridgeClient client = BridgeClient.connect(strict)) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                BridgeClient.failure(client.ask("tutti.discovery.advertise", forged(key))).code())
            .isEqualTo(ErrorCode.INVALID_SIGNATURE);
      }

      assertThat(client.awaitClosed()).isTrue();
      assertThatThrownBy(() -> new RestClient(strict.origin()).get("/v1/signers"))
          .isInstanceOf(java.io.UncheckedIOException.class);
    } finally {
      strict.close();
    }
  }

  @Test
  void aForgeryIsNotHeldAgainstTheKeyThatItNames() {
    RunningGateway strict =
        RunningGateway.start(settings -> settings.with(EdgeSettings.STRIKES, "2"));
    try (SecretKey victim = SecretKey.generate();
        BridgeClient client = BridgeClient.connect(strict)) {
      client.ask("tutti.discovery.advertise", forged(victim));
      client.ask("tutti.discovery.advertise", forged(victim));
      assertThat(client.awaitClosed()).isTrue();

      assertThat(strict.context().hazelcast().getMap("gateway-offenders").keySet())
          .allMatch(subject -> subject.toString().startsWith("address:"));
    } finally {
      strict.close();
    }
  }

  private static JsonObject forged(SecretKey victim) {
    long now = System.currentTimeMillis();
    var body = new Advertisement(List.of("x"), null, null, null, now + 60_000, null);
    var said = BridgeClient.say(victim, DiscoveryApi.ADVERTISE, body, now);
    return new JsonObject(Wire.map(said)).put("sentAt", now + 1);
  }
}
