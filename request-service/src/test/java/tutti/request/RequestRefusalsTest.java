package tutti.request;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.musig2.Bytes;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.RequestId;
import tutti.protocol.request.Cancel;
import tutti.protocol.request.Decline;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestApi;

/** Bad input at every operation: a typed error that names the field, and nothing has changed. */
class RequestRefusalsTest {
  @RegisterExtension
  static final RunningService SERVICE =
      new RunningService(
          Map.of(
              "request-bytes", "5000",
              "message-bytes", "2000"));

  private Group group;

  /** The operations that are signed, each with something right to say about the same request. */
  enum Said {
    ANNOUNCE,
    JOIN,
    DECLINE,
    CANCEL;

    String address() {
      return "tutti." + type();
    }

    String type() {
      return "request." + name().toLowerCase(Locale.ROOT);
    }

    Object body(Group group) {
      return switch (this) {
        case ANNOUNCE -> Group.of(group.signers(), 0, group.request().expiresAt()).request();
        case JOIN -> new Join(group.id(), 1);
        case DECLINE -> new Decline(group.id(), 1, null);
        case CANCEL -> new Cancel(group.id(), null);
      };
    }

    TestSigner speaker(Group group) {
      return group.signers().get(this == JOIN || this == DECLINE ? 1 : 0);
    }

    Envelope right(Group group, long sentAt) {
      return speaker(group).say(type(), body(group), sentAt);
    }
  }

  @BeforeEach
  void announceARequest() {
    group = Group.of(2, SERVICE.now());
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
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
  void refusesMissingFields(Said said) {
    for (String field : List.of("type", "signer", "sequence", "body", "signature")) {
      assertRefused(said, json -> json.remove(field), ErrorCode.MALFORMED, field);
    }
    String field = said == Said.ANNOUNCE ? "keys" : "requestId";
    assertRefused(
        said,
        json -> json.getJsonObject("body").remove(field),
        ErrorCode.MALFORMED,
        "body." + field);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWrongSizesAndKinds(Said said) {
    assertRefused(said, json -> json.put("signer", "02ab"), ErrorCode.MALFORMED, "signer");
    assertRefused(said, json -> json.put("signature", "00"), ErrorCode.MALFORMED, "signature");
    assertRefused(
        said,
        json -> json.put("signer", json.getString("signer").toUpperCase(Locale.ROOT)),
        ErrorCode.MALFORMED,
        "signer");
    assertRefused(said, json -> json.put("sequence", 0), ErrorCode.MALFORMED, "sequence");
    assertRefused(said, json -> json.put("sequence", "1"), ErrorCode.MALFORMED, "sequence");
    assertRefused(said, json -> json.put("sentAt", 1.5), ErrorCode.MALFORMED, "sentAt");
    assertRefused(said, json -> json.put("sentAt", 1L << 53), ErrorCode.MALFORMED, "sentAt");
    assertRefused(said, json -> json.put("type", "request.other"), ErrorCode.MALFORMED, "type");
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsTooLarge(Said said) {
    int bytes = said == Said.ANNOUNCE ? 5_000 : 2_000;
    assertRefused(said, json -> json.put("padding", "x".repeat(bytes)), ErrorCode.TOO_LARGE, null);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsTooOldOrFromTheFuture(Said said) {
    // Time goes on while this is said: what is ahead comes nearer.
    for (long away : new long[] {-301_000, 360_000}) {
      SERVICE.assertRefused(
          said.address(), said.right(group, SERVICE.now() + away), ErrorCode.CLOCK_SKEW, "sentAt");
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatTheSignerDidNotSign(Said said) {
    Envelope right = said.right(group, SERVICE.now());
    Envelope later =
        new Envelope(
            right.type(),
            right.signer(),
            right.sequence(),
            right.sentAt() + 1,
            right.body(),
            right.signature());
    SERVICE.assertRefused(said.address(), later, ErrorCode.INVALID_SIGNATURE, "signature");
    Envelope nextSequence =
        new Envelope(
            right.type(),
            right.signer(),
            right.sequence() + 1,
            right.sentAt(),
            right.body(),
            right.signature());
    SERVICE.assertRefused(said.address(), nextSequence, ErrorCode.INVALID_SIGNATURE, "signature");
  }

  @ParameterizedTest
  @EnumSource(names = "ANNOUNCE", mode = EnumSource.Mode.EXCLUDE)
  void refusesASignerThatIsNoPointOfTheCurve(Said said) {
    assertRefused(
        said,
        json -> json.put("signer", RunningService.OFF_CURVE),
        ErrorCode.INVALID_SIGNATURE,
        "signature");
  }

  @ParameterizedTest
  @EnumSource
  void refusesStrangers(Said said) {
    var stranger = TestSigner.create().say(said.type(), said.body(group), SERVICE.now());
    String field =
        switch (said) {
          case ANNOUNCE -> "body.creator";
          case CANCEL -> "signer";
          default -> "body.signerIndex";
        };

    SERVICE.assertRefused(said.address(), stranger, ErrorCode.NOT_A_PARTICIPANT, field);
  }

  @ParameterizedTest
  @EnumSource(names = "ANNOUNCE", mode = EnumSource.Mode.EXCLUDE)
  void refusesWhatIsAboutNoRequest(Said said) {
    var unknown = Group.of(group.signers(), SERVICE.now(), SERVICE.now() + 60_000);

    SERVICE.assertRefused(
        said.address(), said.right(unknown, SERVICE.now()), ErrorCode.NOT_FOUND, null);
  }

  @Test
  void refusesOneParticipantSpeakingForAnother() {
    var forged = group.creator().say("request.join", new Join(group.id(), 1), SERVICE.now());

    SERVICE.assertRefused(
        "tutti.request.join", forged, ErrorCode.NOT_A_PARTICIPANT, "body.signerIndex");
    var outside = group.creator().say("request.join", new Join(group.id(), 9), SERVICE.now());
    SERVICE.assertRefused(
        "tutti.request.join", outside, ErrorCode.NOT_A_PARTICIPANT, "body.signerIndex");
  }

  @Test
  void refusesWhatComesAfterTheEnd() {
    SERVICE.ask(RequestApi.CANCEL, group.cancellation());

    SERVICE.assertRefused("tutti.request.join", group.join(1), ErrorCode.WRONG_PHASE, null);
    SERVICE.assertRefused("tutti.request.decline", group.decline(1), ErrorCode.WRONG_PHASE, null);
  }

  @Test
  void refusesBadQueries() {
    var unknown = new RequestId(Bytes.of(new byte[32])).hex();
    String key = group.creator().key().hex();
    SERVICE.assertRefused("tutti.request.get", new JsonObject(), ErrorCode.MALFORMED, "requestId");
    SERVICE.assertRefused(
        "tutti.request.get",
        new JsonObject().put("requestId", "0g"),
        ErrorCode.MALFORMED,
        "requestId");
    SERVICE.assertRefused(
        "tutti.request.get", new JsonObject().put("requestId", unknown), ErrorCode.NOT_FOUND, null);
    SERVICE.assertRefused("tutti.request.find", new JsonObject(), ErrorCode.MALFORMED, "publicKey");
    SERVICE.assertRefused(
        "tutti.request.find", query(key).put("limit", 0), ErrorCode.MALFORMED, "limit");
    SERVICE.assertRefused(
        "tutti.request.find", query(key).put("after", "zz"), ErrorCode.MALFORMED, "after");
    SERVICE.assertRefused(
        "tutti.request.find",
        query(key).put("states", new JsonArray().add("GONE")),
        ErrorCode.MALFORMED,
        "states[0]");
    SERVICE.assertRefused(
        "tutti.request.find",
        query(key).put("after", "0".repeat(2_000)),
        ErrorCode.TOO_LARGE,
        null);
  }

  private static JsonObject query(String key) {
    return new JsonObject().put("publicKey", key);
  }

  private void assertRefused(Said said, Consumer<JsonObject> change, ErrorCode code, String field) {
    JsonObject json = RunningService.json(said.right(group, SERVICE.now()));
    change.accept(json);
    SERVICE.assertRefused(said.address(), json, code, field);
  }
}
