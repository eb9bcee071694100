package tutti.acceptance;

import static tutti.protocol.ErrorCode.INVALID_KEY;
import static tutti.protocol.ErrorCode.INVALID_NONCE;
import static tutti.protocol.ErrorCode.MALFORMED;
import static tutti.protocol.ErrorCode.NOT_FOUND;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.crypto.AggregateKeys;
import tutti.protocol.crypto.AggregateNonces;
import tutti.protocol.crypto.CheckEnvelope;
import tutti.protocol.crypto.CryptoApi;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.ContributionsQuery;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.OpenSession;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;

/** What is wrong with questions, and with what services tell one another. */
final class QueryCases {
  private static final String OFF_CURVE = "02" + "ff".repeat(32);

  private final Scenes scenes;

  QueryCases(Scenes scenes) {
    this.scenes = scenes;
  }

  Stream<BadInput> all() {
    return Stream.of(shapes(), sessions(), requests(), signers(), crypto()).flatMap(c -> c);
  }

  private Stream<BadInput> shapes() {
    var session = BadInput.json(new SessionQuery(scenes.signing.sessionId()));
    var events = BadInput.json(new EventsQuery(scenes.signing.sessionId(), 0));
    var contributions =
        BadInput.json(
            new ContributionsQuery(scenes.signing.sessionId(), ContributionKind.NONCES, 0, null));
    var open = new OpenSession(scenes.announce().envelope(), List.of(scenes.join().envelope()));
    var outcome = new RecordOutcome(scenes.signing.sessionId(), List.of(key()), null);
    return Stream.of(
            ShapeCases.of(SessionApi.STATUS, session),
            ShapeCases.of(SessionApi.GET, session),
            ShapeCases.of(SessionApi.EVIDENCE, session),
            ShapeCases.of(SessionApi.EVENTS, events),
            ShapeCases.of(SessionApi.CONTRIBUTIONS, contributions),
            ShapeCases.of(SessionApi.OPEN, BadInput.json(open)),
            ShapeCases.of(DiscoveryApi.RECORD_OUTCOME, BadInput.json(outcome)),
            ShapeCases.of(DiscoveryApi.FIND, new JsonObject().put("limit", 1)),
            ShapeCases.of(RequestApi.FIND, find()),
            ShapeCases.of(RequestApi.GET, new JsonObject().put("requestId", id())),
            ShapeCases.of(RequestApi.END, new JsonObject().put("requestId", id())),
            ShapeCases.of(CryptoApi.CHECK_ENVELOPE, check()),
            ShapeCases.of(CryptoApi.AGGREGATE_KEYS, keys()),
            ShapeCases.of(CryptoApi.AGGREGATE_NONCES, nonces()),
            ShapeCases.of(CryptoApi.AGGREGATE_SIGNATURES, signatures()))
        .flatMap(cases -> cases);
  }

  private Stream<BadInput> sessions() {
    JsonObject unknown = new JsonObject().put("sessionId", Forgery.OTHER);
    JsonObject running = BadInput.json(new SessionQuery(scenes.signing.sessionId()));
    JsonObject page = unknown.copy().put("kind", "joins").put("from", 0);
    return Stream.of(
        BadInput.of("unknown", SessionApi.STATUS, unknown, NOT_FOUND),
        BadInput.of("unknown", SessionApi.GET, unknown, NOT_FOUND),
        BadInput.of("unknown", SessionApi.EVIDENCE, unknown, NOT_FOUND),
        BadInput.of("unknown", SessionApi.EVENTS, unknown.copy().put("after", 0), NOT_FOUND),
        BadInput.of("unknown", SessionApi.CONTRIBUTIONS, page, NOT_FOUND),
        BadInput.of("nobody is at fault", SessionApi.EVIDENCE, running, NOT_FOUND),
        malformed(SessionApi.EVENTS, running.copy().put("after", -1), "after"),
        malformed(SessionApi.CONTRIBUTIONS, page.copy().put("from", -1), "from"),
        malformed(SessionApi.CONTRIBUTIONS, page.copy().put("limit", 0), "limit"),
        malformed(SessionApi.CONTRIBUTIONS, page.copy().put("kind", "secrets"), "kind"),
        malformed(SessionApi.STATUS, new JsonObject().put("sessionId", "77"), "sessionId"));
  }

  private Stream<BadInput> requests() {
    return Stream.of(
        BadInput.of(
            "unknown", RequestApi.GET, new JsonObject().put("requestId", Forgery.OTHER), NOT_FOUND),
        BadInput.of(
            "unknown", RequestApi.END, new JsonObject().put("requestId", Forgery.OTHER), NOT_FOUND),
        malformed(RequestApi.FIND, find().put("limit", 0), "limit"),
        malformed(RequestApi.FIND, find().put("after", "no cursor"), "after"),
        malformed(RequestApi.FIND, find().put("states", new JsonArray()), "states"),
        malformed(RequestApi.FIND, find().put("states", new JsonArray().add("LOST")), "states[0]"),
        malformed(RequestApi.FIND, find().put("publicKey", "02"), "publicKey"));
  }

  private Stream<BadInput> signers() {
    return Stream.of(
        malformed(DiscoveryApi.FIND, new JsonObject().put("limit", 0), "limit"),
        malformed(DiscoveryApi.FIND, new JsonObject().put("amount", -1), "amount"),
        malformed(DiscoveryApi.FIND, new JsonObject().put("after", "no cursor"), "after"),
        malformed(DiscoveryApi.FIND, new JsonObject().put("sort", "beauty"), "sort"),
        malformed(
            DiscoveryApi.FIND, new JsonObject().put("publicKeys", new JsonArray()), "publicKeys"));
  }

  private Stream<BadInput> crypto() {
    JsonObject offCurve = keys();
    offCurve.getJsonArray("keys").set(1, OFF_CURVE);
    JsonObject infinity = keys();
    infinity.getJsonArray("keys").set(0, "00".repeat(33));
    JsonObject noPoints = nonces();
    noPoints.getJsonArray("pubnonces").getJsonArray(1).set(0, OFF_CURVE + OFF_CURVE);
    JsonObject uneven = nonces();
    uneven.getJsonArray("pubnonces").getJsonArray(1).remove(0);
    JsonObject tooFew = signatures();
    tooFew.getJsonArray("partialSigs").remove(0);
    JsonObject repeated = keys().put("suite", "lotus");
    repeated.getJsonArray("keys").set(1, repeated.getJsonArray("keys").getString(0));
    return Stream.of(
        BadInput.of("a key off the curve", CryptoApi.AGGREGATE_KEYS, offCurve, INVALID_KEY),
        BadInput.of("the infinity", CryptoApi.AGGREGATE_KEYS, infinity, INVALID_KEY),
        BadInput.of("no points", CryptoApi.AGGREGATE_NONCES, noPoints, INVALID_NONCE),
        malformed(CryptoApi.AGGREGATE_KEYS, keys().put("suite", "bip340"), "suite"),
        malformed(CryptoApi.AGGREGATE_KEYS, repeated, "suite"),
        malformed(CryptoApi.AGGREGATE_NONCES, uneven, "pubnonces"),
        malformed(CryptoApi.AGGREGATE_SIGNATURES, tooFew, "partialSigs"));
  }

  private static BadInput malformed(Operation<?, ?> operation, JsonObject body, String field) {
    return BadInput.of("wrong " + field, operation, body, MALFORMED).at(field);
  }

  private PublicKey key() {
    return scenes.signing.signer(0).publicKey();
  }

  private String id() {
    return scenes.signing.requestId().hex();
  }

  private JsonObject find() {
    return BadInput.json(new RequestQuery(key(), null, null, null));
  }

  private JsonObject check() {
    return BadInput.json(CheckEnvelope.of(scenes.join().envelope()));
  }

  private JsonObject keys() {
    return BadInput.json(new AggregateKeys(scenes.signing.request().keys(), null, null, null));
  }

  private JsonObject nonces() {
    return BadInput.json(new AggregateNonces(scenes.signing.pubnonces()));
  }

  private JsonObject signatures() {
    return BadInput.json(scenes.signing.signaturesToAggregate());
  }
}
