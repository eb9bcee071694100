package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.agent.Agent;
import tutti.agent.gateway.GatewayBus;
import tutti.gateway.RestClient.Answer;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.gateway.Stamp;
import tutti.runtime.config.EdgeSettings;

/** A gateway that asks new keys for some work. */
class StampsTest {
  private static final int BITS = 10;

  private static RunningGateway gateway;
  private static RestClient rest;

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start(
            settings ->
                settings
                    .with(EdgeSettings.STAMP_BITS, String.valueOf(BITS))
                    .with(EdgeSettings.IN_FLIGHT_PER_CONNECTION, "2"));
    rest = new RestClient(gateway.origin());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void listensToNoNewKeyWithoutOne() {
    try (SecretKey key = SecretKey.generate();
        BridgeClient client = BridgeClient.connect(gateway)) {
      Envelope said = advertisement(key, "stamps");

      Answer refused = rest.post("/v1/signers", said);

      assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
      assertThat(refused.json().get("field").asText()).isEqualTo("stamp");
      assertThat(client.refusal(DiscoveryApi.ADVERTISE.operation(), said).field())
          .isEqualTo("stamp");
      assertThat(client.challenge(key).stampBits()).isEqualTo(BITS);
    }
  }

  @Test
  void listensToWhoHasDoneTheWork() {
    try (SecretKey key = SecretKey.generate()) {
      Envelope said = advertisement(key, "stamps");
      String stamp = Stamp.of(said.signature(), BITS).nonce().hex();

      assertThat(rest.post("/v1/signers", said, "Tutti-Stamp", stamp).status()).isEqualTo(200);

      // It is known now: what it says again is answered by the service.
      assertThat(rest.post("/v1/signers", advertisement(key, "again")).code())
          .isEqualTo(ErrorCode.RATE_LIMITED);
    }
  }

  @Test
  void takesNoStampOfAnotherEnvelopeAndNothingThatIsNone() {
    try (SecretKey key = SecretKey.generate()) {
      Envelope said = advertisement(key, "stamps");
      long tried = 0;
      while (new Stamp(nonce(tried)).worth(said.signature()) >= BITS) {
        tried++;
      }

      for (String stamp : List.of(nonce(tried).hex(), "zz", "", "00".repeat(100))) {
        assertThat(rest.post("/v1/signers", said, "Tutti-Stamp", stamp).code())
            .isEqualTo(ErrorCode.NOT_ALLOWED);
      }
    }
  }

  @Test
  void whatIsNoEnvelopeIsNotUnderWay() {
    try (BridgeClient client = BridgeClient.connect(gateway)) {
      for (int i = 0; i < 3; i++) {
        assertThat(
                BridgeClient.failure(client.ask("tutti.discovery.advertise", new JsonObject()))
                    .code())
            .isEqualTo(ErrorCode.MALFORMED);
      }
    }
  }

  @Test
  void anAgentDoesTheWorkByItself() throws Exception {
    Vertx outside = Vertx.vertx();
    try (SecretKey key = SecretKey.generate();
        GatewayBus bus =
            new GatewayBus(outside, URI.create(gateway.origin()))
                .holding(key, Engines.bouncyCastle());
        Agent agent = Agent.builder(bus).key(key).start().get(20, TimeUnit.SECONDS)) {
      var body =
          new Advertisement(
              List.of("work"), null, null, null, System.currentTimeMillis() + 60_000, null);

      agent.advertise(body).get(20, TimeUnit.SECONDS);

      assertThat(rest.get("/v1/signers/" + key.publicKey().hex()).status()).isEqualTo(200);
    }
    RunningGateway.await(outside.close());
  }

  private static tutti.musig2.Bytes nonce(long number) {
    return tutti.musig2.Bytes.of(java.nio.ByteBuffer.allocate(8).putLong(number).array());
  }

  private static Envelope advertisement(SecretKey key, String type) {
    long now = System.currentTimeMillis();
    var body = new Advertisement(List.of(type), null, null, null, now + 60_000, null);
    return BridgeClient.say(key, DiscoveryApi.ADVERTISE, body, now);
  }
}
