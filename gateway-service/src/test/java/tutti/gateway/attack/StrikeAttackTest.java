package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tutti.gateway.BridgeClient;
import tutti.gateway.RestClient;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.gateway.attack.RawClient.Answer;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.json.Wire;
import tutti.runtime.config.EdgeSettings;

/** Whoever goes on saying what cannot be true is shut out, and nobody else is. */
@ExtendWith(Attacked.class)
class StrikeAttackTest {
  private static final String FORGER = "127.0.0.66";

  private final Target target;

  StrikeAttackTest(Target target) {
    this.target = target;
  }

  @Test
  void aForgerIsShutOutEverywhereUntilAnOperatorPardonsHim() {
    RestClient rest = target.rest();
    try (RunningGateway strict =
            target.gateway().beside(settings -> settings.with(EdgeSettings.STRIKES, "3"));
        RawClient forger = RawClient.from(FORGER, strict);
        SecretKey victim = SecretKey.generate()) {
      for (int i = 0; i < 3; i++) {
        Answer refused = forger.request(forgery(victim));
        assertThat(refused.body()).contains("INVALID_SIGNATURE");
      }

      await().until(() -> forger.request(signers()).body().contains("BANNED"));
      assertThat(isLetIn(FORGER, strict)).isFalse();
      await().until(() -> !isLetIn(FORGER, target.gateway()));
      assertThat(isLetIn("127.0.0.67", strict)).isTrue();
      assertThat(bans(rest)).contains("address:" + FORGER).doesNotContain(victim.publicKey().hex());

      assertThat(
              rest.delete("/v1/admin/bans/" + FORGER, "Authorization", target.operator()).status())
          .isEqualTo(204);
      await().until(() -> isLetIn(FORGER, strict));
      assertThat(bans(rest)).doesNotContain(FORGER);
    }
  }

  private String bans(RestClient rest) {
    return rest.get("/v1/admin/bans", "Authorization", target.operator()).response().body();
  }

  private static boolean isLetIn(String address, RunningGateway gateway) {
    try (RawClient client = RawClient.from(address, gateway)) {
      return client.request(signers()).status() == 200;
    } catch (UncheckedIOException cutOff) {
      return false;
    }
  }

  private static String signers() {
    return "GET /v1/signers HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n";
  }

  /** Says in the name of somebody what he has not signed. */
  private static String forgery(SecretKey victim) {
    long now = System.currentTimeMillis();
    var body = new Advertisement(List.of("x"), null, null, null, now + 60_000, null);
    Envelope said = BridgeClient.say(victim, DiscoveryApi.ADVERTISE, body, now);
    String json = new JsonObject(Wire.map(said)).put("sentAt", now + 1).encode();
    return "POST /v1/signers HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
        + ("Content-Length: " + json.length() + "\r\n\r\n" + json);
  }
}
