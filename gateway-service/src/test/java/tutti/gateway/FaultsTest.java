package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tutti.gateway.domain.Offender;
import tutti.gateway.domain.OffenderMachine;
import tutti.gateway.domain.Subject;
import tutti.musig2.SecretKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionFailed;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.state.Kept;

/** Whose fault it is that sessions fail, at all gateways together. */
class FaultsTest {
  private static RunningGateway gateway;
  private static RunningGateway other;
  private static RestClient rest;

  private final SecretKey alice = SecretKey.generate();
  private final SecretKey bob = SecretKey.generate();

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start(settings -> settings.with(EdgeSettings.STRIKES, "2"));
    other = gateway.beside(settings -> settings);
    rest = new RestClient(gateway.origin());
  }

  @AfterAll
  static void stop() {
    other.close();
    gateway.close();
  }

  @AfterEach
  void wipe() {
    alice.close();
    bob.close();
  }

  @Test
  void anInvalidPartialSignatureIsHeldAgainstItsKeyOnceForTheSession() {
    RawSession session = RawSession.open(rest, alice, bob);
    session.failBecauseOfTheFirst();
    await().until(() -> strikes(session.key(0)) > 0);

    failed(session, ErrorCode.INVALID_PARTIAL_SIGNATURE); // as it may be published twice

    await()
        .during(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(strikes(session.key(0))).isEqualTo(1));
    assertThat(strikes(session.key(1))).isZero();
    assertThat(rest.get(session.path()).json().get("phase").asText()).isEqualTo("FAILED");
  }

  @Test
  void whoSpoilsSessionAfterSessionIsBannedAtAllGateways() {
    RawSession first = RawSession.open(rest, alice, bob);
    RawSession second = RawSession.open(rest, alice, bob);
    SecretKey culprit = first.key(0);
    first.failBecauseOfTheFirst();
    second.failBecauseOfTheFirst();

    for (String origin : List.of(gateway.origin(), other.origin())) {
      RestClient client = new RestClient(origin);
      await().until(() -> withdrawal(client, culprit).status() == 403);
      assertThat(withdrawal(client, culprit).code()).isEqualTo(ErrorCode.BANNED);
      assertThat(withdrawal(client, first.key(1)).status()).isEqualTo(200);
    }
  }

  @Test
  void aSessionThatFailsForAnotherReasonIsHeldAgainstNobody() {
    RawSession session = RawSession.open(rest, alice, bob);

    failed(session, ErrorCode.TIMEOUT);

    await()
        .during(Duration.ofMillis(300))
        .until(() -> strikes(session.key(0)) + strikes(session.key(1)) == 0);
  }

  private static RestClient.Answer withdrawal(RestClient client, SecretKey key) {
    return client.post(
        "/v1/signers/" + key.publicKey().hex() + "/withdrawal",
        BridgeClient.say(
            key, DiscoveryApi.WITHDRAW, new Withdrawal(null), System.currentTimeMillis()));
  }

  /** What services say of it; the first is the culprit. */
  private static void failed(RawSession session, ErrorCode code) {
    var failure = new SessionFailed(session.id(), code, "as they say", 0);
    gateway
        .context()
        .bus()
        .publish(Addresses.FAULT_EVENTS, Event.of(session.id().hex(), 9, 1, failure));
  }

  private static int strikes(SecretKey key) {
    var offenders = gateway.context().hazelcast().<String, Kept>getMap(OffenderMachine.MAP);
    Kept kept = offenders.get(Subject.of(key.publicKey()));
    return kept == null
        ? 0
        : kept.document(Offender.class).map(offender -> offender.strikes().size()).orElse(0);
  }
}
