package tutti.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tutti.gateway.RestClient.Answer;
import tutti.musig2.SecretKey;
import tutti.protocol.ErrorCode;
import tutti.runtime.config.EdgeSettings;

/** Who reads a session, at a gateway that lets everybody and at one that does not. */
class SessionReadsTest {
  private static final SecretKey ALICE = SecretKey.generate();
  private static final SecretKey BOB = SecretKey.generate();
  private static final SecretKey MALLORY = SecretKey.generate();

  @TempDir private static Path files;
  private static RunningGateway open;
  private static RunningGateway closed;
  private static RestClient rest;
  private static RawSession session;
  private static String operator;

  @BeforeAll
  static void start() throws IOException {
    Path keyFile = files.resolve("operator.key");
    open =
        RunningGateway.start(
            settings -> settings.with(EdgeSettings.OPERATOR_KEY_FILE, keyFile.toString()));
    closed = open.beside(settings -> settings.with(EdgeSettings.SESSION_READS, "participants"));
    operator = "Bearer " + Files.readString(keyFile).strip();
    rest = new RestClient(closed.origin());
    session = RawSession.open(new RestClient(open.origin()), ALICE, BOB);
    session.failBecauseOfTheFirst();
  }

  @AfterAll
  static void stop() {
    closed.close();
    open.close();
    List.of(ALICE, BOB, MALLORY).forEach(SecretKey::close);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/events", "/contributions?kind=nonces", "/evidence", "/terms"})
  void areForEverybodyOrForItsSignersAndOperators(String what) {
    String path = session.path() + what;

    assertThat(new RestClient(open.origin()).get(path).status()).isEqualTo(200);
    assertThat(rest.get(path).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(asked(path, "Bearer " + rest.logIn(MALLORY)).code())
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
    assertThat(asked(path, "Bearer " + rest.logIn(ALICE)).status()).isEqualTo(200);
    assertThat(asked(path, "Bearer " + rest.logIn(BOB)).status()).isEqualTo(200);
    assertThat(asked(path, operator).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer x", "Bearer tutti_x", "Basic eDp5", "", "Bearer"})
  void areNotForWhoShowsSomethingElse(String authorization) {
    assertThat(asked(session.path(), authorization).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
  }

  @Test
  void areForApiKeysWithTheScope() {
    assertThat(asked(session.path(), apiKey("read:sessions")).status()).isEqualTo(200);
    assertThat(asked(session.path(), apiKey("read:members")).code())
        .isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @Test
  void doNotTellAStrangerWhatThereIs() {
    String nothing = "/v1/sessions/" + "a".repeat(64);

    assertThat(rest.get(nothing).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    assertThat(asked(nothing, "Bearer " + rest.logIn(ALICE)).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "tutti.session.status",
    "tutti.session.get",
    "tutti.session.events",
    "tutti.session.contributions",
    "tutti.session.evidence"
  })
  void areOnTheBridgeForKeysThatHaveLoggedIn(String address) {
    JsonObject query = new JsonObject().put("sessionId", session.id().hex());
    if (address.endsWith("contributions")) {
      query.put("kind", "nonces").put("from", 0);
    } else if (address.endsWith("events")) {
      query.put("after", 0);
    }
    try (BridgeClient anyone = BridgeClient.connect(open);
        BridgeClient client = BridgeClient.connect(closed)) {
      assertThat(anyone.ask(address, query).getString("type")).isEqualTo("rec");
      assertThat(BridgeClient.failure(client.ask(address, query)).code())
          .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
      client.logIn(MALLORY);
      assertThat(BridgeClient.failure(client.ask(address, query)).code())
          .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
      client.logIn(BOB);
      assertThat(client.ask(address, query).getString("type")).isEqualTo("rec");
    }
  }

  @Test
  void areNotForAKeyThatIsBanned() {
    record NewBan(String subject) {}
    try (SecretKey carol = SecretKey.generate()) {
      RawSession own = RawSession.open(new RestClient(open.origin()), ALICE, carol);
      String token = "Bearer " + rest.logIn(carol);
      assertThat(asked(own.path(), token).status()).isEqualTo(200);

      rest.post("/v1/admin/bans", new NewBan(carol.publicKey().hex()), "Authorization", operator);

      org.awaitility.Awaitility.await()
          .untilAsserted(
              () -> assertThat(asked(own.path(), token).code()).isEqualTo(ErrorCode.BANNED));
    }
  }

  private static String apiKey(String scope) {
    record NewKey(String name, List<String> scopes) {}
    return "Bearer "
        + rest.post(
                "/v1/admin/api-keys",
                new NewKey("reader", List.of(scope)),
                "Authorization",
                operator)
            .json()
            .get("secret")
            .asText();
  }

  private static Answer asked(String path, String authorization) {
    return rest.get(path, "Authorization", authorization);
  }
}
