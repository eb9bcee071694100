package tutti.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.map.IMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.BridgeClient;
import tutti.gateway.RestClient;
import tutti.gateway.RestClient.Answer;
import tutti.gateway.RunningGateway;
import tutti.gateway.attack.Attacked.Target;
import tutti.gateway.domain.PendingLogin;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.json.Wire;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.Setting;

/** Strangers who leave as much as they can in the memory of the cluster. */
@ExtendWith(Attacked.class)
class FillingAttackTest {
  private static final int FEW = 20;

  private final RunningGateway gateway;
  private final RestClient rest;
  private final SecretKey key = SecretKey.generate();

  FillingAttackTest(Target target) {
    gateway = target.gateway();
    rest = target.rest();
  }

  @AfterEach
  void wipe() {
    key.close();
  }

  @Test
  void anEnvelopeThatIsSaidAgainAndAgainLeavesOneAnswerBehind() {
    Envelope said = advertisement();
    int before = kept();

    List<Answer> answers = again(i -> rest.post("/v1/signers", said, "Idempotency-Key", "k" + i));

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers.get(FEW - 1).json().get("repeated").asBoolean()).isTrue();
    assertThat(kept()).isEqualTo(before + 1);
    Answer first = rest.post("/v1/signers", said, "Idempotency-Key", "k0");
    assertThat(first.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(first.json()).isEqualTo(answers.get(0).json());
  }

  @Test
  void withdrawingNothingLeavesNothingBehind() {
    String path = "/v1/signers/" + key.publicKey().hex() + "/withdrawal";
    int before = kept();

    List<Answer> answers =
        again(
            i ->
                rest.post(
                    path,
                    BridgeClient.say(key, DiscoveryApi.WITHDRAW, new Withdrawal(null), now()),
                    "Idempotency-Key",
                    UUID.randomUUID().toString()));

    assertThat(answers).noneMatch(answer -> answer.json().path("withdrawn").asBoolean(true));
    assertThat(kept()).isEqualTo(before);
  }

  @Test
  void loginsAreDearForAnAddress() {
    try (RunningGateway strict = beside(EdgeSettings.RATE_PER_ADDRESS, "10")) {
      RestClient client = new RestClient(strict.origin());

      List<Answer> answers = again(i -> logIn(client, strict.origin()));

      // A burst of 40; each login is two requests, and 10 for the token.
      assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSizeLessThan(6);
      assertThat(answers.get(FEW - 1).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }
  }

  @Test
  void aKeyThatHasSaidTooMuchDoesNotLogInOnTheBridge() {
    try (RunningGateway strict = beside(EdgeSettings.RATE_PER_KEY, "1");
        BridgeClient client = BridgeClient.connect(strict)) {
      client.logIn(key);
      LoginChallenge challenge = client.challenge(key);

      var refusal =
          client.refusal(
              GatewayApi.LOGIN.operation(), BridgeClient.login(key, challenge, strict.origin()));

      assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway-replies", "gateway-tokens", "gateway-challenges"})
  void whatStrangersLeaveBehindIsBounded(String map) {
    var eviction = gateway.context().hazelcast().getConfig().findMapConfig(map).getEvictionConfig();

    assertThat(eviction.getEvictionPolicy()).isEqualTo(EvictionPolicy.LRU);
    assertThat(eviction.getSize()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void ofTooManyChallengesTheOldestGo() {
    IMap<String, PendingLogin> challenges =
        gateway.context().hazelcast().getMap("gateway-challenges");
    PendingLogin challenge = new PendingLogin(key.publicKey(), now() + 60_000);
    Map<String, PendingLogin> flood = new HashMap<>();
    for (int i = 0; i < 70_000; i++) {
      flood.put("flood" + i, challenge);
    }
    try {
      challenges.putAll(flood);

      assertThat(challenges.size()).isLessThanOrEqualTo(51_000);
      assertThat(rest.logIn(key)).isNotEmpty();
    } finally {
      challenges.clear();
    }
  }

  private Answer logIn(RestClient client, String origin) {
    Answer challenge = client.post("/v1/login/challenge", new ChallengeQuery(key.publicKey()));
    if (challenge.status() != 200) {
      return challenge;
    }
    LoginChallenge read = Wire.readLenient(Wire.write(challenge.json()), LoginChallenge.class);
    return client.post("/v1/login", BridgeClient.login(key, read, origin));
  }

  private RunningGateway beside(Setting<?> setting, String value) {
    return gateway.beside(settings -> settings.with(setting, value));
  }

  private int kept() {
    return gateway.context().hazelcast().getMap("gateway-replies").size();
  }

  private Envelope advertisement() {
    var body = new Advertisement(List.of("filling"), null, null, null, now() + 60_000, null);
    return BridgeClient.say(key, DiscoveryApi.ADVERTISE, body, now());
  }

  private static List<Answer> again(IntFunction<Answer> attempt) {
    return IntStream.range(0, FEW).mapToObj(attempt).toList();
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
