package tutti.acceptance;

import static tutti.acceptance.Forgery.OTHER;
import static tutti.acceptance.Forgery.body;
import static tutti.acceptance.Forgery.firstItem;
import static tutti.acceptance.Forgery.firstJoin;
import static tutti.acceptance.Forgery.sign;
import static tutti.acceptance.Forgery.signByStranger;
import static tutti.acceptance.Forgery.signatures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tutti.acceptance.SessionLie.Furthest;
import tutti.agent.session.Lie;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.session.ContributionsPage;
import tutti.protocol.session.SessionPhase;

/** What services could show to one signer of a session, and what its agent makes of it. */
final class SessionLies {
  private static final RequestOptions SHORT =
      new RequestOptions(null, 700L, false, null, null, null, null);
  private static final RequestOptions NO_COMMITMENTS =
      new RequestOptions(false, null, false, null, null, null, null);

  private SessionLies() {}

  static Stream<SessionLie> all() {
    return Stream.of(aboutTheRequest(), aboutTheOpening(), aboutTheRounds(), aboutTheResult())
        .flatMap(lies -> lies);
  }

  /** The session says that it is about another request; then the signer cannot even abort it. */
  private static Stream<SessionLie> aboutTheRequest() {
    return Stream.of(
        unsigned("another message", body -> firstItem(body).put("message", OTHER)),
        unsigned(
            "a tweak that nobody asked for",
            body ->
                firstItem(body)
                    .putArray("tweaks")
                    .addObject()
                    .put("tweak", OTHER)
                    .put("xOnly", true)),
        unsigned("another suite", body -> body.put("suite", "lotus")),
        unsigned("a signer fewer", body -> ((ArrayNode) body.get("keys")).remove(2)),
        unsigned("another order of the keys", body -> body.put("keyOrder", "given")),
        unsigned(
            "other options",
            body -> ((ObjectNode) body.get("options")).put("nonceCommitments", false)),
        request(
            "another request, signed by the services",
            Lie.REQUEST_SIGNATURE,
            (bus, group) ->
                bus.editing(SessionReady.class, ready -> signByStranger(Forgery.request(ready)))),
        request(
            "another request of the same creator",
            Lie.REQUEST_ID,
            (bus, group) ->
                bus.editing(
                    SessionReady.class,
                    ready -> {
                      body(Forgery.request(ready)).put("purpose", "another");
                      sign(Forgery.request(ready), group);
                    })),
        request(
            "another request id",
            Lie.REQUEST_ID,
            (bus, group) ->
                bus.editing(SessionReady.class, ready -> ready.put("requestId", OTHER))),
        request(
            "no request at all",
            Lie.REQUEST_SHAPE,
            (bus, group) ->
                bus.editing(
                    SessionReady.class, ready -> Forgery.request(ready).putObject("body"))));
  }

  private static Stream<SessionLie> aboutTheOpening() {
    return Stream.of(
        opening("another session id", Lie.SESSION_ID, ready -> ready.put("sessionId", OTHER)),
        opening("another attempt", Lie.SESSION_ID, ready -> ready.put("attempt", 2)),
        opening("an attempt too many", Lie.ATTEMPT, ready -> ready.put("attempt", 4)),
        opening(
            "another coordinator",
            Lie.ELECTION,
            ready -> ready.put("coordinator", (ready.get("coordinator").asInt() + 1) % 3)),
        opening("another election", Lie.ELECTION, ready -> ready.put("electionProof", OTHER)),
        opening("a round left out", Lie.PHASE, ready -> ready.put("phase", "NONCE_EXCHANGE")),
        opening(
            "a join that was never signed",
            Lie.JOINS,
            ready -> firstJoin(ready).put("signature", "01".repeat(64))),
        opening("a join by a stranger", Lie.JOINS, ready -> signByStranger(firstJoin(ready))),
        opening(
            "a join of another request",
            Lie.JOINS,
            ready -> body(firstJoin(ready)).put("requestId", OTHER)),
        openingOf(
            "a signed join of another request",
            Lie.JOINS,
            (bus, group) ->
                bus.editing(
                    SessionReady.class,
                    ready -> {
                      body(firstJoin(ready)).put("requestId", OTHER);
                      sign(firstJoin(ready), group);
                    })),
        opening(
            "a join missing", Lie.JOINS, ready -> ((ArrayNode) ready.get("joins")).removeAll()));
  }

  private static Stream<SessionLie> aboutTheRounds() {
    return Stream.concat(aboutCommitments(), aboutNonces());
  }

  private static Stream<SessionLie> aboutCommitments() {
    return Stream.of(
        commitments("its own commitment replaced", Lie.OWN_COMMITMENT, Sets::own),
        commitments("another's commitment replaced", Lie.COMMITMENTS_HASH, Sets::others),
        commitments(
            "a commitment missing",
            Lie.COMMITMENTS_SIZE,
            (index, set) -> Sets.list(set, "commitments").remove(0)),
        commitments(
            "a commitment to nothing", // one item fewer
            Lie.COMMITMENTS_SIZE,
            (index, set) -> ((ArrayNode) Sets.list(set, "commitments").get(0)).remove(0)),
        commitments(
            "another hash of the commitments",
            Lie.COMMITMENTS_HASH,
            (index, set) -> set.put("commitmentsHash", OTHER)),
        afterCommitting(
            "pages with others' commitments",
            Lie.CONTRIBUTIONS,
            (bus, group) -> {
              bus.editing(NonceCommitmentsComplete.class, set -> set.remove("commitments"));
              bus.answering(ContributionsPage.class, Forgery::reversed);
            }),
        afterCommitting(
            "nonces before commitments",
            Lie.PHASE,
            (bus, group) -> bus.showing(Forgery::noncesTooEarly)),
        new SessionLie(
            "another set of commitments, with its hash",
            Lie.TRANSCRIPT,
            Furthest.NONCE,
            SessionPhase.ABORTED,
            Group.NO_BROADCAST,
            (bus, group) ->
                bus.editing(
                    NonceCommitmentsComplete.class,
                    set -> Sets.consistentCommitments(group.index(bus.signer()), set))));
  }

  private static Stream<SessionLie> aboutNonces() {
    return Stream.of(
        nonces("its own nonce replaced", Lie.OWN_NONCE, Sets::own),
        nonces("another's nonce replaced", Lie.NONCES_HASH, Sets::others),
        nonces(
            "a nonce missing",
            Lie.NONCES_SIZE,
            (index, set) -> Sets.list(set, "pubnonces").remove(0)),
        nonces(
            "another hash of the nonces",
            Lie.NONCES_HASH,
            (index, set) -> set.put("noncesHash", OTHER)),
        nonces(
            "another's nonce replaced, with the hash",
            Lie.UNOPENED_COMMITMENT,
            Sets::consistentNonces),
        nonces(
            "another aggregate nonce",
            Lie.AGGREGATE_NONCE,
            (index, set) ->
                ((ArrayNode) set.get("aggnonces")).set(0, set.at("/pubnonces/0/0").asText())),
        nonces(
            "an aggregate nonce missing",
            Lie.AGGREGATE_NONCE,
            (index, set) -> ((ArrayNode) set.get("aggnonces")).remove(0)),
        withoutCommitments(
            "a nonce that is no point", Lie.INVALID_NONCE, Furthest.NONCE, Sets::offCurve),
        // What leaves is signed for nonces that nobody has: of no use to anyone.
        withoutCommitments(
            "other nonces, with hash and aggregate",
            Lie.TRANSCRIPT,
            Furthest.PARTIAL_SIGNATURE,
            Sets::consistentNonces));
  }

  private static Stream<SessionLie> aboutTheResult() {
    return Stream.of(
        result("a wrong final signature", complete -> signatures(complete).set(0, "01".repeat(64))),
        result("a final signature missing", complete -> signatures(complete).remove(0)),
        result(
            "the final signatures in another order",
            complete -> signatures(complete).add(signatures(complete).remove(0))),
        new SessionLie(
            "a result before the rounds",
            Lie.FINAL_SIGNATURE,
            Furthest.COMMITMENT,
            SessionPhase.ABORTED,
            Group.NO_BROADCAST,
            (bus, group) -> bus.delivering(Forgery::withResult)));
  }

  private static SessionLie unsigned(String name, Consumer<ObjectNode> change) {
    return request(
        name,
        Lie.REQUEST_SIGNATURE,
        (bus, group) ->
            bus.editing(SessionReady.class, ready -> change.accept(body(Forgery.request(ready)))));
  }

  private static SessionLie request(String name, Lie found, BiConsumer<TamperedBus, Group> tamper) {
    return new SessionLie(name, found, Furthest.JOIN, SessionPhase.EXPIRED, SHORT, tamper);
  }

  private static SessionLie opening(String name, Lie found, Consumer<ObjectNode> change) {
    return openingOf(name, found, (bus, group) -> bus.editing(SessionReady.class, change));
  }

  private static SessionLie openingOf(
      String name, Lie found, BiConsumer<TamperedBus, Group> tamper) {
    return new SessionLie(
        name, found, Furthest.JOIN, SessionPhase.ABORTED, Group.NO_BROADCAST, tamper);
  }

  private static SessionLie commitments(String name, Lie found, Sets.Change change) {
    return afterCommitting(
        name,
        found,
        (bus, group) ->
            bus.editing(
                NonceCommitmentsComplete.class,
                set -> change.apply(group.index(bus.signer()), set)));
  }

  private static SessionLie afterCommitting(
      String name, Lie found, BiConsumer<TamperedBus, Group> tamper) {
    return new SessionLie(
        name, found, Furthest.COMMITMENT, SessionPhase.ABORTED, Group.NO_BROADCAST, tamper);
  }

  private static SessionLie nonces(String name, Lie found, Sets.Change change) {
    return new SessionLie(
        name,
        found,
        Furthest.NONCE,
        SessionPhase.ABORTED,
        Group.NO_BROADCAST,
        (bus, group) ->
            bus.editing(NoncesComplete.class, set -> change.apply(group.index(bus.signer()), set)));
  }

  private static SessionLie withoutCommitments(
      String name, Lie found, Furthest furthest, Sets.Change change) {
    return new SessionLie(
        name,
        found,
        furthest,
        SessionPhase.ABORTED,
        NO_COMMITMENTS,
        (bus, group) ->
            bus.editing(NoncesComplete.class, set -> change.apply(group.index(bus.signer()), set)));
  }

  private static SessionLie result(String name, Consumer<ObjectNode> change) {
    return new SessionLie(
        name,
        Lie.FINAL_SIGNATURE,
        Furthest.PARTIAL_SIGNATURE,
        SessionPhase.COMPLETE,
        Group.NO_BROADCAST,
        (bus, group) -> bus.editing(SessionComplete.class, change));
  }
}
