package tutti.acceptance;

import static tutti.protocol.ErrorCode.EXPIRED;
import static tutti.protocol.ErrorCode.INVALID_KEY;
import static tutti.protocol.ErrorCode.MALFORMED;
import static tutti.protocol.ErrorCode.NOT_A_PARTICIPANT;
import static tutti.protocol.ErrorCode.RATE_LIMITED;
import static tutti.protocol.ErrorCode.REPLAY;
import static tutti.protocol.ErrorCode.TOO_LARGE;
import static tutti.protocol.ErrorCode.WRONG_PHASE;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tutti.protocol.ErrorCode;
import tutti.protocol.request.Cancel;
import tutti.protocol.request.Decline;
import tutti.protocol.request.RequestApi;

/** What is wrong with advertisements and requests though its form is right. */
final class RequestCases {
  private static final String OFF_CURVE = "02" + "ff".repeat(32);
  private static final String INFINITY = "00".repeat(33);
  private static final String GROUP_ORDER =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

  private final Scenes scenes;
  private final long now = System.currentTimeMillis();

  RequestCases(Scenes scenes) {
    this.scenes = scenes;
  }

  Stream<BadInput> all() {
    return Stream.of(advertise(), withdraw(), keys(), items(), terms(), late()).flatMap(c -> c);
  }

  private Stream<BadInput> advertise() {
    var again =
        new Statement(scenes.advertise().operation(), scenes.listed, Scenes.advertisement());
    return Stream.of(
        bad(
            "expired",
            scenes.advertise(),
            EXPIRED,
            "expiresAt",
            json -> json.put("expiresAt", now - 1)),
        bad(
            "for too long",
            scenes.advertise(),
            MALFORMED,
            "expiresAt",
            json -> json.put("expiresAt", now + 100_000_000)),
        bad(
            "amounts the wrong way round",
            scenes.advertise(),
            MALFORMED,
            "maxAmount",
            json -> json.put("maxAmount", 0)),
        bad("a negative fee", scenes.advertise(), MALFORMED, "fee", json -> json.put("fee", -1)),
        bad(
            "a fee of 2^53",
            scenes.advertise(),
            MALFORMED,
            "fee",
            json -> json.put("fee", 1L << 53)),
        bad("half a fee", scenes.advertise(), MALFORMED, "fee", json -> json.put("fee", 1.5)),
        bad(
            "no types",
            scenes.advertise(),
            MALFORMED,
            "transactionTypes",
            json -> json.putArray("transactionTypes")),
        bad(
            "a type in capitals",
            scenes.advertise(),
            MALFORMED,
            "transactionTypes[0]",
            json -> json.putArray("transactionTypes").add("SPEND")),
        BadInput.of("too soon", again.operation(), again.envelope(), RATE_LIMITED));
  }

  private Stream<BadInput> withdraw() {
    Statement withdraw = scenes.withdraw();
    return Stream.of(
        BadInput.of(
                "said before the advertisement",
                withdraw.operation(),
                withdraw.sentAt(now - 60_000),
                REPLAY)
            .at("sentAt"),
        bad(
            "a long reason",
            withdraw,
            MALFORMED,
            "reason",
            json -> json.put("reason", "x".repeat(501))));
  }

  private Stream<BadInput> keys() {
    return Stream.of(
        request(
            "a key off the curve", INVALID_KEY, "keys[1]", json -> keys(json).set(1, OFF_CURVE)),
        request(
            "the infinity as a key", INVALID_KEY, "keys[1]", json -> keys(json).set(1, INFINITY)),
        request("a short key", MALFORMED, "keys[1]", json -> keys(json).set(1, "02ff")),
        request("a key twice", MALFORMED, "keys", json -> keys(json).set(1, keys(json).get(0))),
        request("no keys", MALFORMED, "keys", json -> keys(json).removeAll()),
        request("without its creator", MALFORMED, "creator", json -> keys(json).remove(0)),
        request(
            "somebody else as creator",
            NOT_A_PARTICIPANT,
            "creator",
            json -> json.set("creator", keys(json).get(1))),
        request(
            "too many keys",
            TOO_LARGE,
            "keys",
            json -> IntStream.range(0, 1_000).forEach(i -> keys(json).add(stranger(i)))),
        request(
            "too many keys for so many items",
            TOO_LARGE,
            "items",
            json -> {
              IntStream.range(0, 200).forEach(i -> keys(json).add(stranger(i)));
              IntStream.range(0, 60).forEach(i -> items(json).add(items(json).get(0)));
            }),
        request("an unknown order", MALFORMED, "keyOrder", json -> json.put("keyOrder", "random")),
        request("an unknown suite", MALFORMED, "suite", json -> json.put("suite", "bip340")),
        request(
            "an order that its suite does not have",
            MALFORMED,
            "keyOrder",
            json -> json.put("suite", "lotus").put("keyOrder", "given")));
  }

  private Stream<BadInput> items() {
    return Stream.of(
        request("no items", MALFORMED, "items", json -> items(json).removeAll()),
        request(
            "too many items",
            TOO_LARGE,
            "items",
            json -> IntStream.range(0, 64).forEach(i -> items(json).add(items(json).get(0)))),
        request(
            "a short message",
            MALFORMED,
            "items[1].message",
            json -> item(json).put("message", "77".repeat(31))),
        request(
            "a tweak that its suite does not have",
            MALFORMED,
            "items[1].tweaks[0].xOnly",
            json -> tweak(json.put("suite", "lotus"), "11".repeat(32))),
        request(
            "a message in capitals",
            MALFORMED,
            "items[1].message",
            json -> item(json).put("message", "AB".repeat(32))),
        request("a short tweak", MALFORMED, "items[1].tweaks[0].tweak", json -> tweak(json, "77")),
        request(
            "a tweak that is no scalar",
            MALFORMED,
            "items[1].tweaks[0].tweak",
            json -> tweak(json, GROUP_ORDER)),
        request(
            "too many tweaks",
            TOO_LARGE,
            "items[1].tweaks",
            json -> IntStream.range(0, 9).forEach(i -> tweak(json, Forgery.OTHER))),
        request(
            "too few keys of an item",
            MALFORMED,
            "items[1].keys",
            json -> item(json).putArray("keys").add(keys(json).get(0))),
        request(
            "a key of an item twice",
            MALFORMED,
            "items[1].keys",
            json -> item(json).putArray("keys").add(keys(json).get(0)).add(keys(json).get(0))),
        request(
            "a key of an item off the curve",
            INVALID_KEY,
            "items[1].keys[0]",
            json -> item(json).set("keys", keys(json).deepCopy().set(0, OFF_CURVE))),
        request(
            "an unknown field of an item",
            MALFORMED,
            "items[1].nonsense",
            json -> item(json).put("nonsense", 1)));
  }

  private Stream<BadInput> terms() {
    return Stream.of(
        request("expired", EXPIRED, "expiresAt", json -> json.put("expiresAt", now - 1)),
        request(
            "for too long", MALFORMED, "expiresAt", json -> json.put("expiresAt", now + 8_000_000)),
        request("an unknown scheme", MALFORMED, "scheme", json -> json.put("scheme", "magic")),
        request(
            "a scheme without its field", MALFORMED, "psbt", json -> json.put("scheme", "psbt")),
        request("the field of another scheme", MALFORMED, "psbt", json -> json.put("psbt", "AAAA")),
        request(
            "a PSBT that is no base64",
            MALFORMED,
            "psbt",
            json -> json.put("scheme", "psbt").put("psbt", "AAA")),
        request(
            "a scheme of another suite",
            MALFORMED,
            "suite",
            json -> lotus(json.put("scheme", "lotus"), "00")),
        request(
            "a transaction without what it spends",
            MALFORMED,
            "lotus.spentOutputs",
            json -> lotus(json.put("scheme", "lotus"), "00").remove("spentOutputs")),
        request(
            "a transaction that is no hex",
            MALFORMED,
            "lotus.transaction",
            json -> lotus(json.put("scheme", "lotus"), "0")),
        request("the transaction of another scheme", MALFORMED, "lotus", json -> lotus(json, "00")),
        request(
            "a long purpose", MALFORMED, "purpose", json -> json.put("purpose", "x".repeat(1_001))),
        request(
            "longer phases than allowed",
            MALFORMED,
            "options.phaseTimeout",
            json -> options(json).put("phaseTimeout", 600_001)),
        request(
            "no time at all",
            MALFORMED,
            "options.phaseTimeout",
            json -> options(json).put("phaseTimeout", 0)),
        request(
            "a longer broadcast than allowed",
            MALFORMED,
            "options.broadcastTimeout",
            json -> options(json).put("broadcastTimeout", 300_001)),
        request(
            "more attempts than allowed",
            TOO_LARGE,
            "options.maxAttempts",
            json -> options(json).put("maxAttempts", 11)),
        request(
            "an unknown election",
            MALFORMED,
            "options.election",
            json -> options(json).put("election", "dice")));
  }

  /** The session has begun, so there is nothing to decide about the request any more. */
  private Stream<BadInput> late() {
    ScriptedGroup begun = scenes.committing;
    var decline =
        new Statement(RequestApi.DECLINE, begun.signer(1), new Decline(begun.requestId(), 1, null));
    var cancel =
        new Statement(RequestApi.CANCEL, begun.signer(0), new Cancel(begun.requestId(), null));
    return Stream.of(decline, cancel)
        .map(
            said ->
                BadInput.of("of a ready request", said.operation(), said.envelope(), WRONG_PHASE));
  }

  private BadInput request(String name, ErrorCode code, String field, Consumer<ObjectNode> change) {
    return bad(name, scenes.announce(), code, field, change);
  }

  private static BadInput bad(
      String name, Statement said, ErrorCode code, String field, Consumer<ObjectNode> change) {
    return BadInput.of(name, said.operation(), said.with(change), code).at("body." + field);
  }

  private static ArrayNode keys(ObjectNode request) {
    return (ArrayNode) request.get("keys");
  }

  private static ArrayNode items(ObjectNode request) {
    return (ArrayNode) request.get("items");
  }

  private static ObjectNode item(ObjectNode request) {
    return (ObjectNode) items(request).get(1);
  }

  private static void tweak(ObjectNode request, String tweak) {
    item(request).withArray("tweaks").addObject().put("tweak", tweak).put("xOnly", true);
  }

  private static ObjectNode options(ObjectNode request) {
    return request.putObject("options");
  }

  private static String stranger(int number) {
    return "02%064x".formatted(number + 1);
  }

  private static ObjectNode lotus(ObjectNode request, String transaction) {
    ObjectNode lotus = request.putObject("lotus").put("transaction", transaction);
    lotus.putArray("spentOutputs").addObject().put("amount", 1).put("script", "51");
    return lotus;
  }
}
