package tutti.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.agent.session.Peers.NOW;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.musig2.Suite;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.EventData;
import tutti.protocol.event.NonceCommitmentsComplete;
import tutti.protocol.event.NoncesComplete;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionClosed;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.event.SessionExpired;
import tutti.protocol.event.SessionFailed;
import tutti.protocol.event.ShouldBroadcast;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.ContributionKind;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.ShareNonce;
import tutti.protocol.session.SharePartialSignature;

class SignerSessionTest {
  private final Peers peers = Peers.meet();

  @Test
  void goesThroughAllRoundsAndVerifiesTheResult() {
    Play play = Play.fresh(peers).upToDecision(peers);
    NoncesComplete nonces = peers.nonces(play.nonce());
    play.approve();
    SessionComplete complete = peers.complete(nonces, play.signature());
    play.hear(complete);

    assertThat(play.only(Action.Finish.class).outcome())
        .isEqualTo(new Outcome.Signed(complete.signatures()));
    assertThat(play.nonce().commitmentsHash())
        .isEqualTo(peers.commitments(play.commitment()).commitmentsHash());
    assertThat(play.signature().noncesHash()).isEqualTo(nonces.noncesHash());
    assertThat(play.all(Action.Report.class)).hasSize(4);
    assertThat(play.all(Action.Abort.class)).isEmpty();
  }

  @Test
  void signsInTheSuiteOfTheRequest() {
    Peers lotus = Peers.meetIn(Suite.LOTUS);
    Play play = Play.fresh(lotus).upToDecision(lotus);
    NoncesComplete nonces = lotus.nonces(play.nonce());
    play.approve();
    SessionComplete complete = lotus.complete(nonces, play.signature());
    play.hear(complete);

    assertThat(play.only(Action.Finish.class).outcome())
        .isEqualTo(new Outcome.Signed(complete.signatures()));
    for (int item = 0; item < lotus.terms.items().size(); item++) {
      var one = lotus.terms.items().get(item);
      var keys = Peers.ENGINE.aggregateKeys(Suite.LOTUS, lotus.terms.keys(), one.tweakList());
      var signature = complete.signatures().get(item);
      assertThat(Peers.ENGINE.verifySignature(keys, one.message(), signature)).isTrue();
      assertThat(Peers.ENGINE.verifySchnorr(keys.xOnlyPublicKey(), one.message(), signature))
          .isFalse();
    }
  }

  @Test
  void contributesNothingWithAKeyThatIsNotItsOwn() {
    Play play = Play.fresh(Peers.meetOver(Peers.MALLORY.publicKey(), false));
    play.hear(Peers.meetOver(Peers.MALLORY.publicKey(), false).ready());

    assertThat(play.all(Action.Contribute.class)).isEmpty();
    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
  }

  @Test
  void contributesNothingToASchemeThatItDoesNotKnow() {
    Play play = Play.fresh(Peers.meetOver(Peers.ALICE.publicKey(), true));
    play.hear(Peers.meetOver(Peers.ALICE.publicKey(), true).ready());

    assertThat(play.all(Action.Contribute.class)).isEmpty();
    assertThat(play.only(Action.Abort.class).reason()).contains("psbt");
  }

  @Test
  void contributesWhereTheItemNamesItsOwnKey() {
    Peers own = Peers.meetOver(Peers.ALICE.publicKey(), false);

    assertThat(Play.fresh(own).hear(own.ready()).said(CommitNonce.class)).isPresent();
  }

  @Test
  void leavesTheCommitmentRoundOutWhereTheRequestDoes() {
    Peers without = Peers.meetWithoutCommitments();
    Play play = Play.fresh(without).hear(without.ready());
    NoncesComplete nonces = without.nonces(play.nonce());
    play.hear(nonces).approve().hear(without.complete(nonces, play.signature()));

    assertThat(play.said(CommitNonce.class)).isEmpty();
    assertThat(play.nonce().commitmentsHash()).isNull();
    assertThat(play.session.outcome()).get().isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void fetchesWhatAnEventLeavesOut() {
    Play play = Play.fresh(peers).hear(peers.ready(null, null));
    assertThat(play.all(Action.FetchRequest.class)).hasSize(1);
    assertThat(play.only(Action.FetchContributions.class).kind()).isEqualTo(ContributionKind.JOINS);
    play.add(play.session.onRequest(peers.announcement, NOW));
    assertThat(play.said(CommitNonce.class)).isEmpty();
    play.add(
        play.session.onContributions(
            ContributionKind.JOINS, List.of(peers.join(Peers.ALICE)), NOW));

    var commitments = peers.commitments(play.commitment());
    var own = Peers.envelope(Peers.ALICE, SessionApi.COMMIT_NONCE.type(), play.commitment());
    play.hear(
        new NonceCommitmentsComplete(
            peers.id, commitments.commitmentsHash(), null, commitments.deadline()));
    assertThat(play.said(ShareNonce.class)).isEmpty();
    play.add(
        play.session.onContributions(
            ContributionKind.NONCE_COMMITMENTS,
            peers.inOrder(own, peers.bobsCommitmentEnvelope()),
            NOW));

    var nonces = peers.nonces(play.nonce());
    var ownNonce = Peers.envelope(Peers.ALICE, SessionApi.SHARE_NONCE.type(), play.nonce());
    play.hear(new NoncesComplete(peers.id, nonces.noncesHash(), null, nonces.aggnonces(), 0));
    play.add(
        play.session.onContributions(
            ContributionKind.NONCES,
            peers.inOrder(ownNonce, peers.bobsNonceEnvelope(commitments.commitmentsHash())),
            NOW));

    assertThat(play.all(Action.AskPolicy.class)).hasSize(1);
  }

  @Test
  void keepsWhatArrivesWhileItFetches() {
    Play play = Play.fresh(peers).hear(peers.ready(null, List.of(peers.join(Peers.ALICE))));
    play.hear(aborted());
    assertThat(play.all(Action.Finish.class)).isEmpty();

    play.add(play.session.onRequest(peers.announcement, NOW));

    assertThat(play.only(Action.Finish.class).outcome())
        .isInstanceOfSatisfying(
            Outcome.NotSigned.class,
            end -> assertThat(end.phase()).isEqualTo(SessionPhase.ABORTED));
  }

  @Test
  void signsNothingWithoutTheApprovalOfThePolicy() {
    Play play = Play.fresh(peers).upToDecision(peers);

    play.add(play.session.onDecision(false, "too much"));
    play.approve();

    assertThat(play.said(SharePartialSignature.class)).isEmpty();
    assertThat(play.only(Action.Abort.class))
        .isEqualTo(new Action.Abort(ErrorCode.REFUSED_BY_POLICY, "too much"));
  }

  @Test
  void signsOnceWhateverIsRepeated() {
    Play play = Play.fresh(peers).upToDecision(peers);
    NoncesComplete nonces = peers.nonces(play.nonce());
    play.approve();

    play.hear(peers.ready()).hear(peers.commitments(play.commitment())).hear(nonces);
    play.approve();
    play.add(
        play.session.onStatus(peers.status(SessionPhase.NONCE_COMMITMENT, List.of(0, 1)), NOW));

    assertThat(play.all(Action.Contribute.class)).hasSize(3);
  }

  @Test
  void doesNotSignForASecondSetOfNonces() {
    Play play = Play.fresh(peers).upToDecision(peers).approve();
    Peers other = Peers.meet();

    play.hear(peers.nonces(peers.inOrder(play.nonce().pubnonces(), other.bobsNonces())));
    play.approve();

    assertThat(play.all(Action.Contribute.class)).hasSize(3);
  }

  @Test
  void usesFreshNoncesInEverySession() {
    Play one = Play.fresh(peers).hear(peers.ready());
    Play two = Play.fresh(peers).hear(peers.ready());

    assertThat(one.commitment()).isNotEqualTo(two.commitment());
  }

  @Test
  void startsRoundsOnDemandAndRefusesThemOutOfOrder() {
    Play play = Play.manual(peers).hear(peers.ready());
    assertThat(play.all(Action.Contribute.class)).isEmpty();
    assertWrongPhase(play, Round.NONCE);
    assertWrongPhase(play, Round.PARTIAL_SIGNATURE);

    play.add(play.session.start(Round.NONCE_COMMITMENT));
    assertWrongPhase(play, Round.NONCE_COMMITMENT);
    play.hear(peers.commitments(play.commitment()));
    play.add(play.session.start(Round.NONCE));
    play.hear(peers.nonces(play.nonce()));
    assertThat(play.all(Action.AskPolicy.class)).isEmpty();
    play.add(play.session.start(Round.PARTIAL_SIGNATURE)).approve();

    assertThat(play.said(SharePartialSignature.class)).isPresent();
  }

  @Test
  void givesUpWhenNothingIsHeardPastTheDeadline() {
    Play play = Play.fresh(peers).upToDecision(peers);

    play.add(play.session.onTime(NOW + 11_000));
    assertThat(play.all(Action.Finish.class)).isEmpty();
    play.add(play.session.onTime(NOW + 11_001));
    play.approve();

    assertThat(play.only(Action.Finish.class).outcome())
        .isInstanceOfSatisfying(
            Outcome.NotSigned.class,
            end -> assertThat(end.phase()).isEqualTo(SessionPhase.EXPIRED));
    assertThat(play.said(SharePartialSignature.class)).isEmpty();
  }

  @Test
  void givesUpWhenNothingIsEverHeard() {
    Play play = Play.fresh(peers);

    play.add(play.session.onTime(NOW + 11_001));

    assertThat(play.only(Action.Finish.class).outcome()).isInstanceOf(Outcome.NotSigned.class);
  }

  @Test
  void endsAsTheServicesSayAndSignsNothingAfterwards() {
    List<EventData> endings =
        List.of(
            aborted(),
            new SessionFailed(peers.id, ErrorCode.EQUIVOCATION, "twice", peers.bob),
            new SessionExpired(peers.id, SessionPhase.NONCE_EXCHANGE, List.of(peers.bob)),
            new SessionClosed(peers.id));
    for (EventData ending : endings) {
      Play play = Play.fresh(peers).upToDecision(peers).hear(ending).approve();

      assertThat(play.only(Action.Finish.class).outcome()).isInstanceOf(Outcome.NotSigned.class);
      assertThat(play.said(SharePartialSignature.class)).isEmpty();
      assertThat(play.all(Action.Abort.class)).isEmpty();
    }
  }

  @Test
  void contributesNothingAfterItWithdrew() {
    Play play = Play.fresh(peers).upToDecision(peers);
    play.session.withdraw();

    play.approve().hear(aborted());

    assertThat(play.said(SharePartialSignature.class)).isEmpty();
    assertThat(play.all(Action.Finish.class)).hasSize(1);
  }

  @Test
  void contributesNothingIfItWithdrewBeforeTheSessionOpened() {
    Play play = Play.fresh(peers);
    play.session.withdraw();

    play.hear(peers.ready());

    assertThat(play.all(Action.Contribute.class)).isEmpty();
  }

  @Test
  void asksWhatBecameOfTheSessionWhenItIsLate() {
    Play play = Play.fresh(peers).hear(peers.ready());

    play.add(play.session.onRefused(Refusal.of(ErrorCode.WRONG_PHASE, "late")));

    assertThat(play.all(Action.Look.class)).hasSize(1);
    assertThat(play.all(Action.Finish.class)).isEmpty();
  }

  @Test
  void abortsWithTheReasonWhenItsContributionIsRefusedForGood() {
    Play play = Play.fresh(peers).hear(peers.ready());

    play.add(play.session.onRefused(Refusal.of(ErrorCode.MALFORMED, "odd")));

    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(play.all(Action.Finish.class)).hasSize(1);
  }

  @Test
  void followsTheOrderToBroadcastAndIgnoresOnesToStrangers() {
    Play play = Play.fresh(peers).upToDecision(peers).approve();
    play.hear(peers.complete(peers.nonces(play.nonce()), play.signature()));
    play.hear(new ShouldBroadcast(peers.id, peers.alice, NOW));
    assertThat(play.session.broadcast().isOn(peers.alice)).isTrue();

    play.hear(new ShouldBroadcast(peers.id, 7, NOW));

    assertThat(play.session.broadcast().order()).isNull();
  }

  @Test
  void showsNoSecretInItsActions() {
    Play play = Play.fresh(peers).upToDecision(peers).approve();

    assertThat(play.actions.toString() + new Signer(Peers.ALICE, Peers.ENGINE))
        .doesNotContain("0".repeat(63) + "1");
  }

  private SessionAborted aborted() {
    return new SessionAborted(peers.id, peers.bob, null, null);
  }

  private static void assertWrongPhase(Play play, Round round) {
    assertThatThrownBy(() -> play.session.start(round))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_PHASE));
  }
}
