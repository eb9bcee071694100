package tutti.acceptance;

import static tutti.protocol.ErrorCode.CONFLICT;
import static tutti.protocol.ErrorCode.INVALID_NONCE;
import static tutti.protocol.ErrorCode.MALFORMED;
import static tutti.protocol.ErrorCode.REPLAY;
import static tutti.protocol.ErrorCode.SEQUENCE_GAP;
import static tutti.protocol.ErrorCode.WRONG_PHASE;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tutti.protocol.ErrorCode;
import tutti.protocol.SignedOperation;
import tutti.protocol.session.Abort;
import tutti.protocol.session.Close;
import tutti.protocol.session.ConfirmBroadcast;
import tutti.protocol.session.ReportBroadcastFailure;
import tutti.protocol.session.Retry;
import tutti.protocol.session.SessionApi;

/** What is wrong with what is said in a session though its form is right. */
final class RoundCases {
  private static final String OFF_CURVE = "02" + "ff".repeat(32);
  private static final String INFINITY = "00".repeat(33);

  private final Scenes scenes;

  RoundCases(Scenes scenes) {
    this.scenes = scenes;
  }

  Stream<BadInput> all() {
    return Stream.of(
            sizes(),
            points(),
            transcript(),
            order(),
            tooEarly(),
            tooLate(),
            broadcast(),
            attempts())
        .flatMap(cases -> cases);
  }

  private Stream<BadInput> sizes() {
    return Stream.of(
        bad("one too few", scenes.commit(), MALFORMED, "commitments", json -> list(json).remove(0)),
        bad(
            "one too few",
            scenes.shareNonce(),
            MALFORMED,
            "pubnonces",
            json -> list(json).remove(0)),
        bad("one too few", scenes.sign(), MALFORMED, "partialSigs", json -> list(json).remove(0)),
        bad("one too many", scenes.commit(), MALFORMED, "commitments", RoundCases::oneMore),
        bad("one too many", scenes.shareNonce(), MALFORMED, "pubnonces", RoundCases::oneMore),
        bad("one too many", scenes.sign(), MALFORMED, "partialSigs", RoundCases::oneMore),
        bad("none", scenes.commit(), MALFORMED, "commitments", json -> list(json).removeAll()),
        bad(
            "31 bytes",
            scenes.commit(),
            MALFORMED,
            "commitments",
            json -> first(json, "77".repeat(31))),
        bad(
            "65 bytes",
            scenes.shareNonce(),
            MALFORMED,
            "pubnonces[0]",
            json -> first(json, "02".repeat(65))),
        bad(
            "33 bytes",
            scenes.sign(),
            MALFORMED,
            "partialSigs[0]",
            json -> first(json, "02".repeat(33))),
        bad(
            "a long reason",
            scenes.abort(),
            MALFORMED,
            "reason",
            json -> json.put("reason", "x".repeat(501))),
        bad(
            "an unknown code",
            scenes.abort(),
            MALFORMED,
            "code",
            json -> json.put("code", "WHATEVER")),
        bad(
            "a long reference",
            scenes.confirm(),
            MALFORMED,
            "reference",
            json -> json.put("reference", "x".repeat(201))));
  }

  private Stream<BadInput> points() {
    String point = scenes.sharing.part(1).pubnonces().get(0).hex().substring(0, 66);
    return Stream.of(
        nonce("first half off the curve", OFF_CURVE + point),
        nonce("second half off the curve", point + OFF_CURVE),
        nonce("the infinity", INFINITY + INFINITY),
        nonce("the infinity in one half", point + INFINITY),
        nonce("uncompressed", "04" + point.substring(2) + point));
  }

  private Stream<BadInput> transcript() {
    return Stream.of(
        bad(
            "for other commitments",
            scenes.shareNonce(),
            CONFLICT,
            "commitmentsHash",
            json -> json.put("commitmentsHash", Forgery.OTHER)),
        bad(
            "for no commitments",
            scenes.shareNonce(),
            CONFLICT,
            "commitmentsHash",
            json -> json.remove("commitmentsHash")),
        bad(
            "for other nonces",
            scenes.sign(),
            CONFLICT,
            "noncesHash",
            json -> json.put("noncesHash", Forgery.OTHER)),
        bad(
            "for a short hash",
            scenes.sign(),
            MALFORMED,
            "noncesHash",
            json -> json.put("noncesHash", "77")),
        bad(
            "of another attempt",
            scenes.commit(),
            MALFORMED,
            "attempt",
            json -> json.put("attempt", 2)),
        bad(
            "of another attempt",
            scenes.sign(),
            MALFORMED,
            "attempt",
            json -> json.put("attempt", 2)),
        bad("of attempt 0", scenes.sign(), MALFORMED, "attempt", json -> json.put("attempt", 0)));
  }

  private Stream<BadInput> order() {
    return Stream.of(scenes.shareNonce(), scenes.sign())
        .flatMap(
            said ->
                Stream.of(
                    BadInput.of("an old number", said.operation(), said.numbered(1), REPLAY)
                        .at("sequence"),
                    BadInput.of(
                            "a number far ahead",
                            said.operation(),
                            said.numbered(said.signer().next() + 100),
                            SEQUENCE_GAP)
                        .at("sequence")));
  }

  private Stream<BadInput> tooEarly() {
    ScriptedGroup early = scenes.committing;
    var nonce = early.part(1).nonce(early.commitmentsHash());
    var share = ScriptedGroup.signedAlone(early, 1);
    return Stream.of(
        phase(early, 1, SessionApi.SHARE_NONCE, nonce),
        phase(early, 1, SessionApi.SHARE_PARTIAL_SIGNATURE, share),
        phase(early, 1, SessionApi.CLOSE, new Close(early.sessionId(), 1)),
        phase(early, 1, SessionApi.RETRY, new Retry(early.sessionId(), 1, 2)),
        phase(
            early,
            1,
            SessionApi.CONFIRM_BROADCAST,
            new ConfirmBroadcast(early.sessionId(), 1, null)),
        phase(
            early,
            1,
            SessionApi.REPORT_BROADCAST_FAILURE,
            new ReportBroadcastFailure(early.sessionId(), 1, null)));
  }

  private Stream<BadInput> tooLate() {
    ScriptedGroup late = scenes.complete;
    Part other = late.another(1);
    return Stream.of(
        phase(scenes.sharing, 1, SessionApi.COMMIT_NONCE, scenes.sharing.another(1).commitment()),
        phase(late, 1, SessionApi.COMMIT_NONCE, other.commitment()),
        phase(late, 1, SessionApi.SHARE_NONCE, other.nonce(late.commitmentsHash())),
        phase(late, 1, SessionApi.SHARE_PARTIAL_SIGNATURE, ScriptedGroup.signedAlone(late, 1)),
        phase(late, 1, SessionApi.ABORT, new Abort(late.sessionId(), 1, null, null)),
        phase(late, 1, SessionApi.RETRY, new Retry(late.sessionId(), 1, 2)),
        phase(
            scenes.aborted,
            1,
            SessionApi.ABORT,
            new Abort(scenes.aborted.sessionId(), 1, null, null)),
        phase(scenes.aborted, 1, SessionApi.COMMIT_NONCE, scenes.aborted.part(1).commitment()),
        phase(
            scenes.aborted,
            1,
            SessionApi.CONFIRM_BROADCAST,
            new ConfirmBroadcast(scenes.aborted.sessionId(), 1, null)));
  }

  private Stream<BadInput> broadcast() {
    ScriptedGroup done = scenes.complete;
    var confirm =
        new Statement(
            SessionApi.CONFIRM_BROADCAST,
            done.signer(1),
            new ConfirmBroadcast(done.sessionId(), 1, "txid"));
    var report =
        new Statement(
            SessionApi.REPORT_BROADCAST_FAILURE,
            done.signer(2),
            new ReportBroadcastFailure(done.sessionId(), 2, null));
    return Stream.of(confirm, report)
        .map(
            said ->
                BadInput.of(
                        "by another than the coordinator",
                        said.operation(),
                        said.envelope(),
                        CONFLICT)
                    .at("body.signerIndex"));
  }

  private Stream<BadInput> attempts() {
    return Stream.of(
        bad(
            "an attempt left out",
            scenes.retry(),
            CONFLICT,
            "attempt",
            json -> json.put("attempt", 3)),
        bad(
            "the first attempt",
            scenes.retry(),
            MALFORMED,
            "attempt",
            json -> json.put("attempt", 1)));
  }

  private BadInput nonce(String name, String value) {
    return bad(
        name, scenes.shareNonce(), INVALID_NONCE, "pubnonces[0]", json -> first(json, value));
  }

  private static <B> BadInput phase(
      ScriptedGroup group, int signer, SignedOperation<B, ?> operation, B body) {
    Statement said = new Statement(operation, group.signer(signer), body);
    String phase = group.view().status().phase().name();
    return BadInput.of("in " + phase, operation, said.envelope(), WRONG_PHASE);
  }

  private static BadInput bad(
      String name, Statement said, ErrorCode code, String field, Consumer<ObjectNode> change) {
    return BadInput.of(name, said.operation(), said.with(change), code).at("body." + field);
  }

  /** The only list that a contribution has. */
  private static ArrayNode list(ObjectNode body) {
    for (var value : body) {
      if (value instanceof ArrayNode list) {
        return list;
      }
    }
    throw new IllegalArgumentException("no list: " + body);
  }

  private static void first(ObjectNode body, String value) {
    list(body).set(0, value);
  }

  private static void oneMore(ObjectNode body) {
    list(body).add(list(body).get(0));
  }
}
