package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tutti.gateway.BridgeClient;
import tutti.gateway.Crowd;
import tutti.gateway.RestClient;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.runtime.config.EdgeSettings;

/**
 * A crowd of connections that say nothing, in a process of their own; {@code
 * -Dattack.connections=10000} makes it a large one.
 */
@ExtendWith(Attacked.class)
class IdleCrowdAttackTest {
  private static final int CONNECTIONS = Integer.getInteger("attack.connections", 1_000);

  /** Long enough for all of them to be there at the same time. */
  private static final int SILENCE_SECONDS = 3 + CONNECTIONS / 200;

  private final RunningGateway gateway;

  IdleCrowdAttackTest(Target target) {
    gateway = target.gateway();
  }

  @Test
  void aCrowdThatSaysNothingKeepsNobodyOutAndIsLetGo() throws IOException {
    try (RunningGateway crowded =
        gateway.beside(
            settings ->
                settings
                    .with(EdgeSettings.HTTP_CONNECTIONS, String.valueOf(2 * CONNECTIONS))
                    .with(EdgeSettings.HTTP_CONNECTIONS_PER_ADDRESS, String.valueOf(CONNECTIONS))
                    .with(EdgeSettings.HTTP_IDLE_TIMEOUT, SILENCE_SECONDS + "s"))) {
      Process crowd = crowd(crowded.port());
      try {
        assertThat(crowd.inputReader().readLine()).isEqualTo(String.valueOf(CONNECTIONS));
        await().until(() -> crowded.clients() == CONNECTIONS);
        try (RawClient neighbour = RawClient.from("127.0.0.9", crowded)) {
          assertThat(neighbour.request(signers()).status()).isEqualTo(200);
        }
        try (RawClient oneTooMany = RawClient.of(crowded)) {
          assertThat(oneTooMany.isCutOff()).isTrue();
        }

        assertThat(answered(crowd)).isEqualTo(String.valueOf(CONNECTIONS));

        await()
            .atMost(Duration.ofSeconds(60 + 3L * SILENCE_SECONDS))
            .until(() -> crowded.connections() == 0);
      } finally {
        crowd.destroy();
      }
      assertThat(new RestClient(crowded.origin()).get("/v1/signers").status()).isEqualTo(200);
      try (BridgeClient client = BridgeClient.connect(crowded)) {
        assertThat(client.ask(DiscoveryApi.FIND, SignerQuery.all())).isNotNull();
      }
    }
  }

  /** How many of the crowd are answered that all ask something now. */
  private static String answered(Process crowd) throws IOException {
    crowd.getOutputStream().write('\n');
    crowd.getOutputStream().flush();
    return crowd.inputReader().readLine();
  }

  private static String signers() {
    return "GET /v1/signers HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n";
  }

  private static Process crowd(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Crowd.class.getName(),
            "idle",
            String.valueOf(port),
            String.valueOf(CONNECTIONS))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
