package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tutti.agent.Agent;
import tutti.agent.gateway.GatewayBus;
import tutti.gateway.Authority.Issued;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Settings;

/** A gateway that others reach: over TLS only, and with their certificates where it asks. */
class TlsTest {
  @TempDir private Path folder;
  private final Vertx outside = Vertx.vertx();

  @AfterEach
  void stop() {
    RunningGateway.await(outside.close());
  }

  @Test
  void letsASignerLogInWhoTrustsItsCertificate() throws Exception {
    Authority authority = new Authority(folder, "authority");
    try (RunningGateway gateway = RunningGateway.start(tls(authority.issue("gateway")));
        SecretKey key = SecretKey.generate();
        GatewayBus bus = bus(gateway, key, trusting(authority))) {
      try (Agent agent = Agent.builder(bus).key(key).start().get(20, TimeUnit.SECONDS)) {
        assertThat(agent.publicKey()).isEqualTo(key.publicKey());
      }
      assertThatThrownBy(() -> get(gateway, new HttpClientOptions()))
          .as("nothing in the clear")
          .isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> get(gateway, new HttpClientOptions().setSsl(true)))
          .as("another authority")
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void letsOnlyThoseInWhoseCertificateItTrusts() throws Exception {
    Authority authority = new Authority(folder, "authority");
    Authority clients = new Authority(folder, "clients");
    Issued known = clients.issue("known");
    Issued stranger = new Authority(folder, "others").issue("stranger");
    UnaryOperator<Settings> mutual =
        settings ->
            tls(authority.issue("gateway"))
                .apply(settings)
                .with(EdgeSettings.HTTP_TLS_CLIENT_CA_FILE, clients.certificate().toString());
    try (RunningGateway gateway = RunningGateway.start(mutual);
        SecretKey key = SecretKey.generate();
        GatewayBus bus = bus(gateway, key, trusting(authority).setKeyCertOptions(files(known)))) {
      try (Agent agent = Agent.builder(bus).key(key).start().get(20, TimeUnit.SECONDS)) {
        assertThat(agent.publicKey()).isEqualTo(key.publicKey());
      }
      assertThat(get(gateway, secure(authority).setKeyCertOptions(files(known)))).isEqualTo(200);
      assertThatThrownBy(() -> get(gateway, secure(authority))).isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> get(gateway, secure(authority).setKeyCertOptions(files(stranger))))
          .isInstanceOf(AssertionError.class);
    }
  }

  private int get(RunningGateway gateway, HttpClientOptions options) {
    HttpClient client = outside.createHttpClient(options);
    try {
      return RunningGateway.await(
          client
              .request(HttpMethod.GET, gateway.port(), "127.0.0.1", "/v1/signers")
              .compose(request -> request.send())
              .map(response -> response.statusCode()));
    } finally {
      client.close(); // also keeps it from being collected, and closed, before there is an answer
    }
  }

  private GatewayBus bus(RunningGateway gateway, SecretKey key, WebSocketClientOptions options) {
    URI url = URI.create("https://127.0.0.1:" + gateway.port());
    return new GatewayBus(outside, url, options).holding(key, Engines.bouncyCastle());
  }

  private static UnaryOperator<Settings> tls(Issued issued) {
    return settings ->
        settings
            .with(EdgeSettings.HTTP_TLS_CERTIFICATE_FILE, issued.certificate().toString())
            .with(EdgeSettings.HTTP_TLS_KEY_FILE, issued.key().toString());
  }

  private static WebSocketClientOptions trusting(Authority authority) {
    return new WebSocketClientOptions().setTrustOptions(trust(authority));
  }

  private static HttpClientOptions secure(Authority authority) {
    return new HttpClientOptions().setSsl(true).setTrustOptions(trust(authority));
  }

  private static PemTrustOptions trust(Authority authority) {
    return new PemTrustOptions().addCertPath(authority.certificate().toString());
  }

  private static PemKeyCertOptions files(Issued issued) {
    return new PemKeyCertOptions()
        .setCertPath(issued.certificate().toString())
        .setKeyPath(issued.key().toString());
  }
}
