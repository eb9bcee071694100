package tutti.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.session.Peers.NOW;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionComplete;
import tutti.protocol.session.CommitNonce;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.ShareNonce;

/** What a signer does that does not know what it did before. */
class RestartTest {
  private final Peers peers = Peers.meet();

  @Test
  void looksBeforeItSpeaksAfterARestart() {
    Play play = Play.afterRestart(peers).hear(peers.ready());
    assertThat(play.all(Action.Look.class)).hasSize(1);
    assertThat(play.all(Action.Contribute.class)).isEmpty();

    play.add(
        play.session.onStatus(peers.status(SessionPhase.NONCE_COMMITMENT, List.of(0, 1)), NOW));

    assertThat(play.said(CommitNonce.class)).isPresent();
  }

  @Test
  void saysThatItMayHaveSaidSomethingElseBefore() {
    Play fresh = Play.fresh(peers).hear(peers.ready());
    Play resumed = resumed();

    assertThat(fresh.commitment().resumedOrDefault()).isFalse();
    assertThat(resumed.commitment().resumedOrDefault()).isTrue();
    resumed.hear(peers.commitments(resumed.commitment()));
    assertThat(resumed.nonce().resumedOrDefault()).isTrue();
  }

  @Test
  void callsNobodyALiarWhenItsEarlierWordWasHeardFirst() {
    Play earlier = Play.fresh(peers).hear(peers.ready());
    Play play = resumed();

    play.hear(peers.commitments(earlier.commitment()));

    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(play.all(Action.Expose.class)).isEmpty();
    assertThat(play.said(ShareNonce.class)).isEmpty();
  }

  @Test
  void stopsWhenItsEarlierWordWasHeardInstead() {
    Play play = resumed();

    play.add(play.session.onRefused(Refusal.of(ErrorCode.NONCE_LOST, "said something else")));

    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(play.all(Action.Expose.class)).isEmpty();
  }

  private Play resumed() {
    Play play = Play.afterRestart(peers).hear(peers.ready());
    return play.add(
        play.session.onStatus(peers.status(SessionPhase.NONCE_COMMITMENT, List.of(0, 1)), NOW));
  }

  @Test
  void looksBeforeItSpeaksInALaterAttempt() {
    Peers again = Peers.meetAgain(2);

    Play play = Play.fresh(again).hear(again.ready());

    assertThat(play.all(Action.Look.class)).hasSize(1);
    assertThat(play.all(Action.Contribute.class)).isEmpty();
  }

  @Test
  void abortsWhenItsSlotIsFilledByANonceThatItDoesNotHold() {
    Play play = Play.afterRestart(peers).hear(peers.ready());

    play.add(
        play.session.onStatus(
            peers.status(SessionPhase.NONCE_COMMITMENT, List.of(peers.bob)), NOW));

    assertNonceLost(play);
  }

  @Test
  void abortsWhenTheNoncePhaseIsOverWithoutIt() {
    Play play = Play.afterRestart(peers).hear(peers.ready());
    play.hear(peers.commitments(List.of(peers.bobsCommitments(), peers.bobsCommitments())));

    play.add(play.session.onStatus(peers.status(SessionPhase.NONCE_EXCHANGE, List.of(0, 1)), NOW));

    assertNonceLost(play);
  }

  @Test
  void abortsWhenAnotherLifeOfItContributedInTheMeantime() {
    Play play = Play.manual(peers).hear(peers.ready());

    play.hear(peers.commitments(List.of(peers.bobsCommitments(), peers.bobsCommitments())));

    assertNonceLost(play);
  }

  @Test
  void onlyWatchesASessionThatHadEnded() {
    Play play = Play.fresh(peers).upToDecision(peers).approve();
    SessionComplete complete = peers.complete(peers.nonces(play.nonce()), play.signature());
    Play later = Play.afterRestart(peers).hear(peers.ready());
    later.hear(peers.commitments(play.commitment())).hear(peers.nonces(play.nonce()));
    later.hear(complete);

    later.add(later.session.onStatus(peers.status(SessionPhase.COMPLETE, List.of()), NOW));

    assertThat(later.all(Action.Contribute.class)).isEmpty();
    assertThat(later.all(Action.Abort.class)).isEmpty();
    assertThat(later.only(Action.Finish.class).outcome()).isInstanceOf(Outcome.Signed.class);
  }

  @Test
  void doesNotEndWhatItHasSigned() {
    Play earlier = Play.fresh(peers).upToDecision(peers).approve();
    Play play = restarted(earlier, List.of(peers.bob));

    assertThat(play.all(Action.Abort.class)).isEmpty();
    assertThat(play.all(Action.Finish.class)).isEmpty();

    play.hear(peers.complete(peers.nonces(earlier.nonce()), earlier.signature()));

    assertThat(play.only(Action.Finish.class).outcome()).isInstanceOf(Outcome.Signed.class);
    assertThat(play.all(Action.Contribute.class)).isEmpty();
  }

  @Test
  void believesTheServicesWhenItsSignatureOvertookItsAbort() {
    Play earlier = Play.fresh(peers).upToDecision(peers).approve();
    Play play = restarted(earlier, List.of(peers.alice, peers.bob));

    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(play.all(Action.Finish.class)).isEmpty();

    play.hear(peers.complete(peers.nonces(earlier.nonce()), earlier.signature()));

    assertThat(play.only(Action.Finish.class).outcome()).isInstanceOf(Outcome.Signed.class);
    assertThat(play.all(Action.Contribute.class)).isEmpty();
  }

  @Test
  void endsWhenTheServicesHaveHeardThatItsSignatureIsLost() {
    Play earlier = Play.fresh(peers).upToDecision(peers).approve();
    Play play = restarted(earlier, List.of(peers.alice, peers.bob));

    play.hear(new SessionAborted(peers.id, peers.alice, ErrorCode.NONCE_LOST, "lost"));

    assertNonceLost(play);
  }

  private Play restarted(Play earlier, List<Integer> awaiting) {
    Play play = Play.afterRestart(peers).hear(peers.ready());
    play.hear(peers.commitments(earlier.commitment())).hear(peers.nonces(earlier.nonce()));
    return play.add(
        play.session.onStatus(
            peers.status(SessionPhase.PARTIAL_SIGNATURE_EXCHANGE, awaiting), NOW));
  }

  @Test
  void refusesToGoBackToAnEarlierAttempt() {
    var attempts = new Attempts();
    var settings = new SessionSettings(true, Prior.NOTHING, 10_000, 1_000);
    Peers second = Peers.meetAgain(2);
    new Play(second, settings, attempts).hear(second.ready());
    Peers first = Peers.meet();
    Play play = new Play(first, settings, attempts).hear(first.ready());

    play.add(
        play.session.onStatus(first.status(SessionPhase.NONCE_COMMITMENT, List.of(0, 1)), NOW));

    assertThat(play.only(Action.Expose.class).lie()).isEqualTo(Lie.ATTEMPT);
    assertThat(play.all(Action.Contribute.class)).isEmpty();
  }

  private static void assertNonceLost(Play play) {
    assertThat(play.all(Action.Contribute.class)).isEmpty();
    assertThat(play.only(Action.Abort.class).code()).isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(play.all(Action.Expose.class)).isEmpty();
    assertThat(play.only(Action.Finish.class).outcome())
        .isInstanceOfSatisfying(
            Outcome.NotSigned.class,
            end -> assertThat(end.failure().code()).isEqualTo(ErrorCode.NONCE_LOST));
  }
}
