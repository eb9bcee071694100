package tutti.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Failure;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Announcements of what is outside the contract or its limits. */
class AnnounceRefusalsTest {
  @RegisterExtension
  static final RunningService SERVICE =
      new RunningService(
          Map.of(
              "signers-per-request", "5",
              "open-requests-per-creator", "3",
              "open-requests-per-signer", "4"));

  private Group group;

  @BeforeEach
  void announceARequest() {
    group = Group.of(2, SERVICE.now());
    announce(group);
  }

  @Test
  void refusesKeysThatAreNoPointsOfTheCurve() {
    var bad = PublicKey.fromHex(RunningService.OFF_CURVE);
    var request = request(List.of(group.creator().key(), bad), SERVICE.now() + 60_000);
    var announcement = group.creator().say("request.announce", request, SERVICE.now());

    SERVICE.assertRefused(
        "tutti.request.announce", announcement, ErrorCode.INVALID_KEY, "body.keys[1]");
  }

  @Test
  void refusesKeysOfItemsThatAreNoPointsOfTheCurve() {
    var creator = group.creator().key();
    var bad = PublicKey.fromHex(RunningService.OFF_CURVE);
    var plain = SigningItem.of(Bytes.of(new byte[32]));
    var request =
        SigningRequest.by(creator, List.of(creator))
            .items(List.of(plain, new SigningItem(plain.message(), null, List.of(bad))))
            .expiresAt(SERVICE.now() + 60_000)
            .build();
    var announcement = group.creator().say("request.announce", request, SERVICE.now());

    SERVICE.assertRefused(
        "tutti.request.announce", announcement, ErrorCode.INVALID_KEY, "body.items[1].keys[0]");
  }

  @Test
  void refusesARequestThatHasRunOut() {
    var request = request(List.of(group.creator().key()), SERVICE.now() - 1);
    var announcement = group.creator().say("request.announce", request, SERVICE.now());

    SERVICE.assertRefused(
        "tutti.request.announce", announcement, ErrorCode.EXPIRED, "body.expiresAt");
  }

  static Stream<Consumer<JsonObject>> shapes() {
    return Stream.of(
        body -> body.put("keys", new JsonArray()),
        body -> body.put("keys", new JsonArray().addNull()),
        body -> body.getJsonArray("keys").add(body.getJsonArray("keys").getString(0)),
        body -> body.put("items", new JsonArray()),
        body -> body.put("items", "none"),
        body -> body.getJsonArray("items").getJsonObject(0).put("message", "00".repeat(31)),
        body -> body.getJsonArray("items").getJsonObject(0).put("tweak", 1),
        body -> body.put("keyOrder", "random"),
        body -> body.put("keyOrder", 0),
        body -> body.put("scheme", "magic"),
        body -> body.put("scheme", "psbt"),
        body -> body.put("psbt", "cHNidP8B"),
        body -> body.put("expiresAt", -1),
        body -> body.put("options", new JsonObject().put("maxAttempts", 0)),
        body -> body.put("options", new JsonObject().put("election", "dice")));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void refusesRequestsOfTheWrongShape(Consumer<JsonObject> change) {
    JsonObject json = RunningService.json(sibling().announcement());
    change.accept(json.getJsonObject("body"));

    Failure failure = SERVICE.assertRefused("tutti.request.announce", json, ErrorCode.MALFORMED);
    assertThat(failure.field()).startsWith("body.");
  }

  @Test
  void refusesMoreSignersThanAllowed() {
    var signers = Group.of(6, SERVICE.now());

    SERVICE.assertRefused(
        "tutti.request.announce", signers.announcement(), ErrorCode.TOO_LARGE, "body.keys");
  }

  @Test
  void refusesTooManyOpenRequestsOfOneCreatorUntilOneEnds() {
    announce(sibling());
    announce(sibling());
    var fourth = sibling();

    SERVICE.assertRefused(
        "tutti.request.announce", fourth.announcement(), ErrorCode.RATE_LIMITED, "body.creator");
    assertThat(SERVICE.ask(RequestApi.ANNOUNCE, group.announcement()).repeated()).isTrue();
    SERVICE.ask(RequestApi.CANCEL, group.cancellation());
    announce(fourth);
  }

  @Test
  void looksForRoomOnlyForWhatTheCreatorHasSigned() {
    announce(sibling());
    announce(sibling());
    JsonObject forged = RunningService.json(sibling().announcement());
    forged.put("sentAt", SERVICE.now() + 1);

    SERVICE.assertRefused(
        "tutti.request.announce", forged, ErrorCode.INVALID_SIGNATURE, "signature");
  }

  @Test
  void refusesTooManyOpenRequestsThatNameOneSigner() {
    var victim = group.signers().get(1);
    for (int i = 0; i < 3; i++) {
      announce(
          Group.of(
              List.of(TestSigner.create(), victim), SERVICE.now(), group.request().expiresAt()));
    }
    var oneTooMany =
        Group.of(List.of(TestSigner.create(), victim), SERVICE.now(), group.request().expiresAt());

    SERVICE.assertRefused(
        "tutti.request.announce",
        oneTooMany.announcement(),
        ErrorCode.RATE_LIMITED,
        "body.keys[1]");
  }

  /** Another request of the same signers. */
  private Group sibling() {
    return Group.of(group.signers(), SERVICE.now(), SERVICE.now() + 60_000);
  }

  private static SigningRequest request(List<PublicKey> keys, long expiresAt) {
    var items = List.of(SigningItem.of(Bytes.of(new byte[32])));
    return SigningRequest.by(keys.get(0), keys).items(items).expiresAt(expiresAt).build();
  }

  private static void announce(Group group) {
    SERVICE.ask(RequestApi.ANNOUNCE, group.announcement());
  }
}
