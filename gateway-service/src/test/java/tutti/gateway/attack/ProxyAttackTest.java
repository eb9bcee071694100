package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.RestClient;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.protocol.ErrorCode;
import tutti.runtime.config.EdgeSettings;

/** Clients that say they are somewhere else: to be let in, or to have somebody else shut out. */
@ExtendWith(Attacked.class)
class ProxyAttackTest {
  private static final int SHARE = 5;
  private static final String BANNED = "198.51.100.7";

  private final Target target;
  private final RestClient rest;

  ProxyAttackTest(Target target) {
    this.target = target;
    this.rest = target.rest();
  }

  @BeforeEach
  void ban() {
    record NewBan(String subject, long duration) {}
    assertThat(
            rest.post(
                    "/v1/admin/bans",
                    new NewBan(BANNED, 600_000),
                    "Authorization",
                    target.operator())
                .status())
        .isEqualTo(200);
  }

  @AfterEach
  void pardon() {
    rest.delete("/v1/admin/bans/address:" + BANNED, "Authorization", target.operator());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "X-Real-IP", "Client-IP", "True-Client-IP"})
  void whereSomebodySaysToBeIsNotBelieved(String header) {
    assertThat(rest.get("/v1/signers", header, BANNED).status()).isEqualTo(200);
  }

  @Test
  void behindAProxyItIsBelievedWhatTheProxyHasSeen() {
    try (RunningGateway behind = behind("x-forwarded")) {
      RestClient proxy = new RestClient(behind.origin());

      assertThat(proxy.get("/v1/signers", "X-Forwarded-For", BANNED).code())
          .isEqualTo(ErrorCode.BANNED);
      assertThat(proxy.get("/v1/signers", "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(200);
    }
  }

  @Test
  void behindAProxyNobodyIsWhereTheProxyHasNotSeenHim() {
    try (RunningGateway behind = behind("x-forwarded")) {
      RestClient proxy = new RestClient(behind.origin());

      assertThat(proxy.get("/v1/signers", "X-Forwarded-For", BANNED + ", 192.0.2.1").status())
          .isEqualTo(200);
      assertThat(proxy.get("/v1/signers", "X-Forwarded-For", "192.0.2.1, " + BANNED).code())
          .isEqualTo(ErrorCode.BANNED);
      assertThat(
              proxy
                  .get("/v1/signers", "X-Forwarded-For", "192.0.2.1", "X-Forwarded-For", BANNED)
                  .code())
          .isEqualTo(ErrorCode.BANNED);
    }
  }

  @Test
  void theSameHoldsForTheHeaderOfTheStandard() {
    try (RunningGateway behind = behind("forwarded")) {
      RestClient proxy = new RestClient(behind.origin());

      assertThat(
              proxy.get("/v1/signers", "Forwarded", "for=" + BANNED + ", for=192.0.2.1").status())
          .isEqualTo(200);
      assertThat(
              proxy.get("/v1/signers", "Forwarded", "for=192.0.2.1, for=\"" + BANNED + "\"").code())
          .isEqualTo(ErrorCode.BANNED);
    }
  }

  @Test
  void behindAProxyNoClientHasTheConnectionsOfOthers() {
    try (RunningGateway behind = behind("x-forwarded", SHARE)) {
      List<RawClient> open = new ArrayList<>();
      try {
        for (int client = 1; client <= 2 * SHARE; client++) {
          open.add(socket(behind, "203.0.113." + client)); // more than one address may have
        }
        for (int i = 1; i < SHARE; i++) {
          open.add(socket(behind, "203.0.113.1"));
        }

        assertThat(statusOf(behind, "203.0.113.1")).isEqualTo(429);
        assertThat(statusOf(behind, "203.0.113.2")).isEqualTo(200);
        open.get(0).close();
        await().until(() -> statusOf(behind, "203.0.113.1") == 200);
      } finally {
        open.forEach(RawClient::close);
      }
    }
  }

  @Test
  void behindAProxyRequestsThatAreAnsweredAreNotCounted() {
    try (RunningGateway behind = behind("x-forwarded", SHARE);
        RawClient proxy = RawClient.of(behind)) {
      for (int i = 0; i < 3 * SHARE; i++) {
        assertThat(proxy.request(signers("203.0.113.1")).status()).isEqualTo(200);
        assertThat(proxy.request(signers("203.0.113." + (i + 2))).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void behindAProxyTheNameIsTheOneThatTheProxyHasSeen() {
    try (RunningGateway behind = behind("x-forwarded")) {
      RestClient proxy = new RestClient(behind.origin());
      String own = "127.0.0.1:" + behind.port();

      assertThat(proxy.get("/v1/signers", "X-Forwarded-Host", "evil.example, " + own).status())
          .isEqualTo(200);
      assertThat(proxy.get("/v1/signers", "X-Forwarded-Host", own + ", evil.example").code())
          .isEqualTo(ErrorCode.NOT_ALLOWED);
      assertThat(
              proxy
                  .get(
                      "/v1/signers",
                      "X-Forwarded-Host",
                      "127.0.0.1",
                      "X-Forwarded-Port",
                      String.valueOf(behind.port()))
                  .status())
          .isEqualTo(200);
      assertThat(proxy.get("/v1/signers", "X-Forwarded-Host", "127.0.0.1").code())
          .isEqualTo(ErrorCode.NOT_ALLOWED);
    }
    try (RunningGateway behind = behind("forwarded")) {
      RestClient proxy = new RestClient(behind.origin());
      String own = "host=\"127.0.0.1:" + behind.port() + "\"";

      assertThat(proxy.get("/v1/signers", "Forwarded", "host=evil.example, " + own).status())
          .isEqualTo(200);
      assertThat(
              proxy
                  .get("/v1/signers", "Forwarded", own + ", for=192.0.2.1;host=evil.example")
                  .code())
          .isEqualTo(ErrorCode.NOT_ALLOWED);
    }
  }

  private static RawClient socket(RunningGateway gateway, String client) {
    return RawClient.webSocket(
        gateway, "/eventbus/websocket", "X-Forwarded-For: " + client + "\r\n");
  }

  private static int statusOf(RunningGateway gateway, String client) {
    try (RawClient proxy = RawClient.of(gateway)) {
      return proxy.request(signers(client)).status();
    }
  }

  private static String signers(String client) {
    return "GET /v1/signers HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-Forwarded-For: "
        + client
        + "\r\n\r\n";
  }

  private RunningGateway behind(String header) {
    return behind(header, 100);
  }

  /** One that knows of the ban. */
  private RunningGateway behind(String header, int connectionsPerAddress) {
    RunningGateway gateway =
        target
            .gateway()
            .beside(
                settings ->
                    settings
                        .with(EdgeSettings.HTTP_PROXY_HEADER, header)
                        .with(
                            EdgeSettings.HTTP_CONNECTIONS_PER_ADDRESS,
                            String.valueOf(connectionsPerAddress)));
    RestClient proxy = new RestClient(gateway.origin());
    await()
        .until(
            () ->
                proxy
                        .get(
                            "/v1/signers",
                            "X-Forwarded-For",
                            BANNED,
                            "Forwarded",
                            "for=\"[" + BANNED + "]:1234\"")
                        .status()
                    == 403);
    return gateway;
  }
}
