package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;

/** What an application decides, starts and carries out itself. */
class ApplicationTest extends SoloSetting {
  @Test
  void failsTheSignaturesWithTheReasonOfTheAbort() {
    agent =
        restartedWith(
            builder()
                .policy(
                    Policy.of(asked -> asked.stage() == ProposedSigning.Stage.JOIN, "too much")));

    CompletableFuture<List<Signature>> signatures = agent.announce(request()).join().signatures();

    assertThatThrownBy(signatures::join)
        .cause()
        .isInstanceOfSatisfying(
            SigningFailedException.class,
            end -> {
              assertThat(end.ending()).isEqualTo(SigningFailedException.Ending.ABORTED);
              assertThat(end.failure().code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
            });
    assertThat(services.said(SessionApi.SHARE_PARTIAL_SIGNATURE)).isEmpty();
  }

  @Test
  void takesNoDecisionInTimeForANo() {
    agent =
        restartedWith(
            builder()
                .policyTimeout(Duration.ofMillis(20))
                .policy(
                    asked ->
                        asked.stage() == ProposedSigning.Stage.JOIN
                            ? CompletableFuture.completedFuture(Decision.approve())
                            : new CompletableFuture<>()));

    assertThatThrownBy(() -> agent.announce(request()).join().signatures().join())
        .hasMessageContaining("no decision in time");
    assertThat(services.said(SessionApi.SHARE_PARTIAL_SIGNATURE)).isEmpty();
  }

  @Test
  void announcesNothingThatItsPolicyRejects() {
    agent = restartedWith(builder().policy(Policy.of(asked -> false, "never")));

    assertThatThrownBy(() -> agent.announce(request()).join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("never");
    assertThat(services.said(RequestApi.ANNOUNCE)).isEmpty();
  }

  @Test
  void refusesARoundThatCannotStartYet() {
    agent = restartedWith(builder().drive(Drive.MANUAL));
    agent.announce(request()).join();

    assertThatThrownBy(() -> agent.startRound2(services.terms().sessionId()).join())
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_PHASE));
  }

  @Test
  void startsTheRoundsOnDemand() {
    agent = restartedWith(builder().drive(Drive.MANUAL));
    var handle = agent.announce(request()).join();
    var session = services.terms().sessionId();

    agent.startNonceCommitment(session).join();
    agent.startRound1(session).join();
    agent.startRound2(session).join();

    assertThat(handle.signatures().join()).hasSize(1);
  }

  @Test
  void onlyWatchesWhatWasJoinedElsewhereUnlessItIsToTakePartInThat() throws Exception {
    agent = restartedWith(builder().drive(Drive.MANUAL));
    agent.announce(request()).join();
    RequestId request = services.terms().requestId();

    agent.close();
    agent = start(builder().only(Set.of()));
    assertThat(next(AgentEvent.Rejected.class).requestId()).isEqualTo(request);
    assertThat(services.said(SessionApi.COMMIT_NONCE)).isEmpty();

    agent.close();
    agent = start(builder().only(Set.of(request)));
    services.await(SessionApi.COMMIT_NONCE.operation(), 1);
  }

  @Test
  void takesPartInWhatItIsToldThoughItIsToTakePartInNothingElse() {
    agent = restartedWith(builder().only(Set.of()));

    assertThat(agent.announce(request()).join().signatures().join()).hasSize(1);
  }

  @Test
  void broadcastsWhenItIsTheCoordinatorAndSaysSo() throws Exception {
    agent =
        restartedWith(
            builder().broadcaster(order -> CompletableFuture.completedFuture("the reference")));

    agent.announce(request()).join();
    services.await(SessionApi.CONFIRM_BROADCAST.operation(), 1);

    assertThat(services.said(SessionApi.CONFIRM_BROADCAST).get(0).body().get("reference").asText())
        .isEqualTo("the reference");
  }

  @Test
  void reportsThatItCouldNotBroadcast() throws Exception {
    agent =
        restartedWith(
            builder()
                .broadcaster(
                    order -> CompletableFuture.failedFuture(new IllegalStateException("no net"))));

    agent.announce(request()).join();
    services.await(SessionApi.REPORT_BROADCAST_FAILURE.operation(), 1);

    assertThat(services.said(SessionApi.CONFIRM_BROADCAST)).isEmpty();
  }

  @Test
  void asksTheApplicationToBroadcastIfNobodyElseDoes() throws Exception {
    agent.announce(request()).join();

    assertThat(next(AgentEvent.BroadcastWanted.class).order().signatures()).hasSize(1);
  }

  @Test
  void contributesNothingMoreOnceItsApplicationAborts() {
    agent = restartedWith(builder().drive(Drive.MANUAL));
    agent.announce(request()).join();
    var session = services.terms().sessionId();
    agent.startNonceCommitment(session).join();

    agent.abort(session, "changed my mind").join();

    assertThatThrownBy(() -> agent.startRound1(session).join())
        .isInstanceOf(CompletionException.class);
    assertThatThrownBy(() -> agent.finalSignatures(session).join())
        .hasMessageContaining("changed my mind");
    assertThat(services.said(SessionApi.SHARE_NONCE)).isEmpty();
  }
}
