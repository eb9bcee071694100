package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

  /** One that knows of the ban. */
  private RunningGateway behind(String header) {
    RunningGateway gateway =
        target.gateway().beside(settings -> settings.with(EdgeSettings.HTTP_PROXY_HEADER, header));
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
