package tutti.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.Withdrawal;

/** Bad input at every operation: a typed error that names the field, and nothing has changed. */
class DiscoveryRefusalsTest {
  @RegisterExtension
  static final RunningService SERVICE =
      new RunningService(Map.of("advertisement-bytes", "2000", "message-bytes", "2000"));

  private static final String ADVERTISE = "tutti.discovery.advertise";
  private static final String WITHDRAW = "tutti.discovery.withdraw";
  private static final String FIND = "tutti.discovery.find";
  private static final String RECORD_OUTCOME = "tutti.discovery.record-outcome";

  private final TestSigner alice = TestSigner.create();

  /** The operations that are signed, each with something right to say. */
  enum Said {
    ADVERTISE,
    WITHDRAW;

    String address() {
      return "tutti." + type();
    }

    String type() {
      return "discovery." + name().toLowerCase(Locale.ROOT);
    }

    Envelope right(TestSigner signer, long sentAt) {
      return signer.say(type(), this == ADVERTISE ? ad(sentAt) : new Withdrawal(null), sentAt);
    }

    private static Advertisement ad(long sentAt) {
      return new Advertisement(List.of("spend"), 1L, 2L, 3L, sentAt + 3_600_000, null);
    }
  }

  @BeforeEach
  void aliceIsListed() {
    SERVICE.ask(DiscoveryApi.ADVERTISE, Said.ADVERTISE.right(alice, SERVICE.now()));
    SERVICE.clock.advance(Duration.ofSeconds(61));
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsNoJsonObject(Said said) {
    SERVICE.assertRefused(said.address(), "not an object", ErrorCode.MALFORMED, null);
    SERVICE.assertRefused(said.address(), new JsonObject(), ErrorCode.MALFORMED);
  }

  @ParameterizedTest
  @EnumSource
  void refusesUnknownFields(Said said) {
    assertRefused(said, json -> json.put("extra", 1), ErrorCode.MALFORMED, "extra");
    assertRefused(
        said,
        json -> json.getJsonObject("body").put("extra", 1),
        ErrorCode.MALFORMED,
        "body.extra");
  }

  @ParameterizedTest
  @EnumSource
  void refusesMissingFieldsAndWrongSizes(Said said) {
    for (String field : List.of("type", "signer", "sequence", "body", "signature")) {
      assertRefused(said, json -> json.remove(field), ErrorCode.MALFORMED, field);
    }
    assertRefused(said, json -> json.put("signer", "02ab"), ErrorCode.MALFORMED, "signer");
    assertRefused(said, json -> json.put("signature", "00"), ErrorCode.MALFORMED, "signature");
    assertRefused(said, json -> json.put("sequence", 0), ErrorCode.MALFORMED, "sequence");
    assertRefused(said, json -> json.put("type", "discovery.x"), ErrorCode.MALFORMED, "type");
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsTooLarge(Said said) {
    assertRefused(said, json -> json.put("padding", "x".repeat(2_000)), ErrorCode.TOO_LARGE, null);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsTooOldOrFromTheFuture(Said said) {
    // Time goes on while this is said: what is ahead comes nearer.
    for (long away : new long[] {-301_000, 360_000}) {
      SERVICE.assertRefused(
          said.address(), said.right(alice, SERVICE.now() + away), ErrorCode.CLOCK_SKEW, "sentAt");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatTheSignerDidNotSign(Said said) {
    String forged = TestSigner.create().key().hex();

    assertRefused(
        said, json -> json.put("signer", forged), ErrorCode.INVALID_SIGNATURE, "signature");
    assertRefused(said, json -> json.put("sequence", 2), ErrorCode.INVALID_SIGNATURE, "signature");
  }

  @ParameterizedTest
  @EnumSource
  void refusesASignerThatIsNoPointOfTheCurve(Said said) {
    assertRefused(
        said,
        json -> json.put("signer", RunningService.OFF_CURVE),
        ErrorCode.INVALID_SIGNATURE,
        "signature");
  }

  static Stream<Consumer<JsonObject>> shapes() {
    return Stream.of(
        body -> body.put("transactionTypes", new JsonArray()),
        body -> body.put("transactionTypes", new JsonArray().add("Not A Name")),
        body -> body.put("transactionTypes", new JsonArray().add("a").add("a")),
        body -> body.put("transactionTypes", new JsonArray().addNull()),
        body -> body.put("minAmount", -1),
        body -> body.put("maxAmount", 0),
        body -> body.put("fee", "cheap"),
        body -> body.put("fee", 1L << 53),
        body -> body.put("expiresAt", 1.5),
        body -> body.remove("expiresAt"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void refusesAdvertisementsOfTheWrongShape(Consumer<JsonObject> change) {
    JsonObject json = RunningService.json(Said.ADVERTISE.right(alice, SERVICE.now()));
    change.accept(json.getJsonObject("body"));

    assertThat(SERVICE.assertRefused(ADVERTISE, json, ErrorCode.MALFORMED).field())
        .startsWith("body.");
  }

  @Test
  void refusesAdvertisementsThatAreOverOrTooLong() {
    long now = SERVICE.now();
    for (var wrong :
        Map.of(now - 1, ErrorCode.EXPIRED, now + 86_400_001, ErrorCode.MALFORMED).entrySet()) {
      var ad = new Advertisement(List.of("spend"), null, null, null, wrong.getKey(), null);

      SERVICE.assertRefused(
          ADVERTISE, alice.say("discovery.advertise", ad, now), wrong.getValue(), "body.expiresAt");
    }
  }

  @Test
  void refusesASecondAdvertisementTooSoon() {
    SERVICE.ask(DiscoveryApi.ADVERTISE, Said.ADVERTISE.right(alice, SERVICE.now()));
    SERVICE.clock.advance(Duration.ofSeconds(1));

    SERVICE.assertRefused(
        ADVERTISE, Said.ADVERTISE.right(alice, SERVICE.now()), ErrorCode.RATE_LIMITED, null);
  }

  @Test
  void refusesReplays() {
    Envelope old = Said.ADVERTISE.right(alice, SERVICE.now() - 61_500);
    SERVICE.assertRefused(ADVERTISE, old, ErrorCode.REPLAY, "sentAt");
    SERVICE.assertRefused(
        WITHDRAW, Said.WITHDRAW.right(alice, SERVICE.now() - 61_500), ErrorCode.REPLAY, "sentAt");

    Envelope advertised = Said.ADVERTISE.right(alice, SERVICE.now());
    SERVICE.ask(DiscoveryApi.ADVERTISE, advertised);
    SERVICE.ask(DiscoveryApi.WITHDRAW, Said.WITHDRAW.right(alice, SERVICE.now() + 1));
    SERVICE.clock.advance(Duration.ofSeconds(61));
    SERVICE.assertRefused(ADVERTISE, advertised, ErrorCode.REPLAY, "sentAt");
  }

  @Test
  void reportsTheCheapestCheckWhenSeveralFail() {
    JsonObject wrong = RunningService.json(Said.ADVERTISE.right(alice, SERVICE.now() - 400_000));
    wrong.put("signature", "00".repeat(64)).put("sequence", 0);
    wrong.put("padding", "x".repeat(2_000));
    wrong.getJsonObject("body").put("expiresAt", SERVICE.now() - 1);

    assertNext(wrong, ErrorCode.TOO_LARGE);
    wrong.remove("padding");
    assertNext(wrong, ErrorCode.MALFORMED);
    wrong.put("sequence", 1);
    assertNext(wrong, ErrorCode.CLOCK_SKEW);
    wrong.put("sentAt", SERVICE.now() - 120_000);
    assertNext(wrong, ErrorCode.EXPIRED);
    wrong.getJsonObject("body").put("expiresAt", SERVICE.now() + 60_000);
    SERVICE.ask(DiscoveryApi.ADVERTISE, Said.ADVERTISE.right(alice, SERVICE.now()));
    assertNext(wrong, ErrorCode.RATE_LIMITED);
    SERVICE.clock.advance(Duration.ofSeconds(61));
    wrong.getJsonObject("body").put("expiresAt", SERVICE.now() + 60_000);
    assertNext(wrong, ErrorCode.INVALID_SIGNATURE);
    SERVICE.assertRefused(
        ADVERTISE,
        Said.ADVERTISE.right(alice, SERVICE.now() - 120_000),
        ErrorCode.REPLAY,
        "sentAt");
  }

  private static void assertNext(JsonObject json, ErrorCode code) {
    SERVICE.assertRefused(ADVERTISE, json.copy(), code);
  }

  @Test
  void refusesBadQueries() {
    SERVICE.assertRefused(FIND, "all", ErrorCode.MALFORMED, null);
    assertQueryRefused("extra", 1, ErrorCode.MALFORMED, "extra");
    assertQueryRefused("limit", 0, ErrorCode.MALFORMED, "limit");
    assertQueryRefused("after", "zz", ErrorCode.MALFORMED, "after");
    assertQueryRefused("after", "z".repeat(201), ErrorCode.MALFORMED, "after");
    assertQueryRefused("after", "z".repeat(2_000), ErrorCode.TOO_LARGE, null);
    assertQueryRefused("sort", "random", ErrorCode.MALFORMED, "sort");
    assertQueryRefused("amount", "much", ErrorCode.MALFORMED, "amount");
    assertQueryRefused(
        "transactionTypes", new JsonArray(), ErrorCode.MALFORMED, "transactionTypes");
    assertQueryRefused(
        "publicKeys", new JsonArray().add("02"), ErrorCode.MALFORMED, "publicKeys[0]");
  }

  @Test
  void refusesBadOutcomes() {
    SERVICE.assertRefused(RECORD_OUTCOME, "done", ErrorCode.MALFORMED, null);
    SERVICE.assertRefused(
        RECORD_OUTCOME,
        new JsonObject().put("sessionId", "00").put("completed", new JsonArray()),
        ErrorCode.MALFORMED,
        "sessionId");
    SERVICE.assertRefused(
        RECORD_OUTCOME,
        new JsonObject()
            .put("sessionId", "00".repeat(32))
            .put("completed", new JsonArray().add("02")),
        ErrorCode.MALFORMED,
        "completed[0]");
  }

  private static void assertQueryRefused(String field, Object value, ErrorCode code, String at) {
    SERVICE.assertRefused(FIND, new JsonObject().put(field, value), code, at);
  }

  private void assertRefused(Said said, Consumer<JsonObject> change, ErrorCode code, String field) {
    JsonObject json = RunningService.json(said.right(alice, SERVICE.now()));
    change.accept(json);
    SERVICE.assertRefused(said.address(), json, code, field);
  }
}
