package tutti.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static tutti.agent.session.Changes.aggregated;
import static tutti.agent.session.Changes.changed;
import static tutti.agent.session.Changes.drawn;
import static tutti.agent.session.Changes.elected;
import static tutti.agent.session.Changes.forged;
import static tutti.agent.session.Changes.in;
import static tutti.agent.session.Changes.inAnotherSuite;
import static tutti.agent.session.Changes.join;
import static tutti.agent.session.Changes.joinedBy;
import static tutti.agent.session.Changes.oneItem;
import static tutti.agent.session.Changes.other;
import static tutti.agent.session.Changes.replaceOwn;
import static tutti.agent.session.Changes.resigned;
import static tutti.agent.session.Changes.with;
import static tutti.agent.session.Changes.zero;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.MALLORY;
import static tutti.agent.session.Peers.NOW;
import static tutti.agent.session.Peers.hash;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.Bytes;
import tutti.musig2.PublicNonce;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionReady;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SharePartialSignature;

/** What lying services can show: nothing is signed for it, and the reason is a typed one. */
class LiesTest {

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"openings", "commitments", "nonces", "pages"})
  void signsNothingAndSaysWhy(Lie lie, String what, BiConsumer<Peers, Play> script) {
    Peers peers = Peers.meet();
    Play play = Play.fresh(peers);

    script.accept(peers, play);
    play.approve();

    assertThat(play.said(SharePartialSignature.class)).isEmpty();
    assertThat(play.only(Action.Expose.class).lie()).isEqualTo(lie);
    assertThat(play.only(Action.Finish.class).outcome())
        .isInstanceOfSatisfying(
            Outcome.NotSigned.class, end -> assertThat(end.failure().code()).isEqualTo(lie.code()));
  }

  static Stream<Arguments> openings() {
    return Stream.of(
        opening(Lie.REQUEST_SIGNATURE, "signed by another", (p, r) -> with(r, resigned(p))),
        opening(Lie.REQUEST_SIGNATURE, "a body was changed", (p, r) -> with(r, changed(p))),
        opening(Lie.REQUEST_SIGNATURE, "another suite", (p, r) -> with(r, inAnotherSuite(p))),
        opening(Lie.REQUEST_ID, "another id", (p, r) -> with(r, new RequestId(hash("x")))),
        opening(Lie.REQUEST_SHAPE, "no request at all", (p, r) -> with(r, p.join(ALICE))),
        opening(Lie.NOT_NAMED, "a request of others", Changes::ofOthers),
        opening(Lie.ATTEMPT, "attempt beyond the last", (p, r) -> with(r, 4)),
        opening(Lie.SESSION_ID, "another attempt's id", (p, r) -> with(r, 2)),
        opening(Lie.ELECTION, "another coordinator", (p, r) -> elected(r, 1 - r.coordinator())),
        opening(Lie.ELECTION, "another draw", (p, r) -> drawn(r, hash("proof"))),
        opening(Lie.PHASE, "a later phase", (p, r) -> in(r, SessionPhase.NONCE_EXCHANGE)),
        opening(Lie.JOINS, "a join is missing", (p, r) -> joinedBy(r, p.announcement)),
        opening(Lie.JOINS, "a join by a stranger", (p, r) -> joinedBy(r, p.join(MALLORY))),
        opening(Lie.JOINS, "a forged join", (p, r) -> joinedBy(r, forged(p.join(ALICE)))),
        opening(Lie.JOINS, "a join at another index", (p, r) -> joinedBy(r, join(p, p.bob))),
        opening(Lie.JOINS, "a join of another request", (p, r) -> joinedBy(r, other(p))));
  }

  static Stream<Arguments> commitments() {
    return Stream.of(
        committed(Lie.OWN_COMMITMENT, "own replaced", (p, set) -> replaceOwn(p, set)),
        committed(Lie.COMMITMENTS_SIZE, "one signer missing", (p, set) -> set.subList(0, 1)),
        committed(Lie.COMMITMENTS_SIZE, "one item missing", (p, set) -> oneItem(set)),
        shownCommitments(
            Lie.COMMITMENTS_HASH,
            "another hash",
            shown ->
                new NonceCommitmentsComplete(
                    shown.sessionId(), hash("x"), shown.commitments(), 0)));
  }

  static Stream<Arguments> nonces() {
    return Stream.of(
        nonced(Lie.OWN_NONCE, "own replaced", Changes::replaceOwnNonce),
        nonced(Lie.NONCES_SIZE, "one signer missing", (p, set) -> set.subList(0, 1)),
        nonced(Lie.NONCES_SIZE, "one item missing", (p, set) -> oneItem(set)),
        nonced(Lie.UNOPENED_COMMITMENT, "another nonce of Bob", Changes::replaceBobs),
        shownNonces(
            Lie.NONCES_HASH,
            "another hash",
            shown ->
                new NoncesComplete(
                    shown.sessionId(), hash("x"), shown.pubnonces(), shown.aggnonces(), 0)),
        shownNonces(
            Lie.AGGREGATE_NONCE,
            "another aggregate",
            shown ->
                aggregated(shown, List.of(shown.aggnonces().get(1), shown.aggnonces().get(0)))),
        shownNonces(Lie.AGGREGATE_NONCE, "no aggregate", shown -> aggregated(shown, List.of())),
        arguments(
            Lie.PHASE,
            "nonces before the commitments",
            script(
                (peers, play) ->
                    play.hear(peers.ready())
                        .hear(
                            peers.nonces(peers.inOrder(peers.bobsNonces(), peers.bobsNonces()))))),
        arguments(
            Lie.PHASE,
            "a result before a session",
            script((peers, play) -> play.hear(new SessionComplete(peers.id, List.of())))),
        arguments(
            Lie.FINAL_SIGNATURE,
            "an invalid result",
            script(
                (peers, play) -> {
                  play.upToDecision(peers);
                  play.hear(new SessionComplete(peers.id, List.of(zero(), zero())));
                })),
        arguments(
            Lie.FINAL_SIGNATURE,
            "too few results",
            script(
                (peers, play) -> {
                  play.upToDecision(peers);
                  play.hear(new SessionComplete(peers.id, List.of()));
                })));
  }

  static Stream<Arguments> pages() {
    return Stream.of(
        fetched("one is missing", (peers, play) -> List.of(peers.bobsCommitmentEnvelope())),
        fetched(
            "one is of another type",
            (peers, play) -> peers.inOrder(peers.join(ALICE), peers.bobsCommitmentEnvelope())),
        fetched(
            "one is of another signer",
            (peers, play) ->
                peers.inOrder(
                    Peers.envelope(MALLORY, SessionApi.COMMIT_NONCE.type(), play.commitment()),
                    peers.bobsCommitmentEnvelope())));
  }

  @Test
  void refusesAnInvalidNonceWhereNobodyCommitted() {
    Peers peers = Peers.meetWithoutCommitments();
    Play play = Play.fresh(peers).hear(peers.ready());
    PublicNonce invalid = new PublicNonce(Bytes.of(new byte[66]));
    var good = peers.nonces(play.nonce());
    var set = peers.inOrder(play.nonce().pubnonces(), List.of(invalid, invalid));

    play.hear(
        new NoncesComplete(
            peers.id,
            tutti.protocol.Transcript.noncesHash(peers.id, set),
            set,
            good.aggnonces(),
            0));
    play.approve();

    assertThat(play.only(Action.Expose.class).lie()).isEqualTo(Lie.INVALID_NONCE);
    assertThat(play.said(SharePartialSignature.class)).isEmpty();
  }

  @Test
  void refusesASessionThatIsOpenedAfterTheRequestsEnd() {
    Peers peers = Peers.meet();
    Play play = Play.fresh(peers);

    play.add(play.session.onEvent(peers.ready(), peers.request.expiresAt() + 10_001));

    assertThat(play.only(Action.Expose.class).lie()).isEqualTo(Lie.REQUEST_EXPIRED);
    assertThat(play.all(Action.Contribute.class)).isEmpty();
  }

  @Test
  void takesARefusalOverTheSetThatItSawForALie() {
    Peers peers = Peers.meet();
    Play play = Play.fresh(peers).hear(peers.ready());

    play.add(
        play.session.onRefused(
            tutti.protocol.Refusal.of(tutti.protocol.ErrorCode.CONFLICT, "another set")));

    assertThat(play.only(Action.Expose.class).lie()).isEqualTo(Lie.TRANSCRIPT);
  }

  @Test
  void saysNothingAboutASessionThatItWasNeverNamedIn() {
    Peers peers = Peers.meet();

    Play play = Play.fresh(peers).hear(with(peers.ready(), resigned(peers)));

    assertThat(play.all(Action.Abort.class)).isEmpty();
  }

  @Test
  void looksAtAnotherAnnouncementThanTheOneThatItHasVerified() throws DistrustException {
    Peers peers = Peers.meet();
    var known =
        VerifiedRequest.of(
            Peers.ENGINE, peers.announcement, peers.requestId, Peers.ALICE.publicKey());
    var settings = new SessionSettings(true, new Prior(known, true), 10_000, 1_000);

    Play play =
        new Play(peers, settings, new Attempts()).hear(with(peers.ready(), resigned(peers)));

    assertThat(play.only(Action.Expose.class).lie()).isEqualTo(Lie.REQUEST_SIGNATURE);
  }

  private interface Change<T> {
    T apply(Peers peers, T honest);
  }

  private static BiConsumer<Peers, Play> script(BiConsumer<Peers, Play> script) {
    return script;
  }

  private static Arguments opening(Lie lie, String what, Change<SessionReady> change) {
    return arguments(
        lie, what, script((peers, play) -> play.hear(change.apply(peers, peers.ready()))));
  }

  private static Arguments committed(Lie lie, String what, Change<List<List<Bytes>>> change) {
    return arguments(
        lie,
        what,
        script(
            (peers, play) -> {
              play.hear(peers.ready());
              var honest = peers.commitments(play.commitment()).commitments();
              play.hear(peers.commitments(change.apply(peers, honest)));
            }));
  }

  private static Arguments shownCommitments(
      Lie lie, String what, UnaryOperator<NonceCommitmentsComplete> change) {
    return arguments(
        lie,
        what,
        script(
            (peers, play) -> {
              play.hear(peers.ready());
              play.hear(change.apply(peers.commitments(play.commitment())));
            }));
  }

  private static Arguments nonced(Lie lie, String what, Change<List<List<PublicNonce>>> change) {
    return arguments(
        lie,
        what,
        script(
            (peers, play) -> {
              play.hear(peers.ready()).hear(peers.commitments(play.commitment()));
              var honest = peers.nonces(play.nonce());
              var set = change.apply(peers, honest.pubnonces());
              play.hear(
                  new NoncesComplete(
                      peers.id,
                      tutti.protocol.Transcript.noncesHash(peers.id, set),
                      set,
                      honest.aggnonces(),
                      0));
            }));
  }

  private static Arguments shownNonces(Lie lie, String what, UnaryOperator<NoncesComplete> change) {
    return arguments(
        lie,
        what,
        script(
            (peers, play) -> {
              play.hear(peers.ready()).hear(peers.commitments(play.commitment()));
              play.hear(change.apply(peers.nonces(play.nonce())));
            }));
  }

  private static Arguments fetched(
      String what, java.util.function.BiFunction<Peers, Play, List<Envelope>> page) {
    return arguments(
        Lie.CONTRIBUTIONS,
        what,
        script(
            (peers, play) -> {
              play.hear(peers.ready());
              var honest = peers.commitments(play.commitment());
              play.hear(new NonceCommitmentsComplete(peers.id, honest.commitmentsHash(), null, 0));
              play.add(
                  play.session.onContributions(
                      ContributionKind.NONCE_COMMITMENTS, page.apply(peers, play), NOW));
            }));
  }
}
