package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.hash;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tutti.agent.session.Outcome;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SharePartialSignature;

class AgentTest {
  private final SoloServices services = new SoloServices();
  private final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
  private Agent agent = start(builder());

  @AfterEach
  void leave() {
    agent.close();
  }

  @Test
  void signsInTenLines() {
    SecretKey key = SecretKey.generate();
    try (Agent signer =
        Agent.builder(new SoloServices()).key(key).policy(Policy.approveAll()).start().join()) {
      var items = List.of(SigningItem.of(hash("sighash")));
      long expiresAt = System.currentTimeMillis() + 60_000;
      var keys = List.of(signer.publicKey());
      var request =
          new SigningRequest(
              signer.publicKey(), keys, null, items, null, "rent", expiresAt, null, null);
      List<Signature> signatures = signer.announce(request).join().signatures().join();

      assertThat(signatures).hasSize(1);
    }
  }

  @Test
  void tellsItsListenerInOrderAndEndsWithVerifiedSignatures() throws Exception {
    List<Signature> signatures = agent.announce(request()).join().signatures().join();

    var ended = next(AgentEvent.SessionEnded.class);
    assertThat(ended.outcome()).isEqualTo(new Outcome.Signed(signatures));
    assertThat(agent.finalSignatures(services.terms().sessionId()).join())
        .isEqualTo(agent.finalSignatures(services.terms().requestId()).join())
        .isEqualTo(signatures);
    assertThat(agent.electionInfo(services.terms().sessionId()).join())
        .isEqualTo(services.terms().election());
    assertThat(agent.isCoordinator(services.terms().sessionId()).join()).isTrue();
  }

  @Test
  void completesThoughNoEventArrives() {
    services.loseEvents();

    assertThat(agent.announce(request()).join().signatures().join()).hasSize(1);
  }

  @Test
  void repeatsTheVerySameEnvelopeWhenAnswersAreLost() {
    services.loseReplies(RequestApi.ANNOUNCE, 2);
    services.loseReplies(SessionApi.COMMIT_NONCE, 2);
    services.loseReplies(SessionApi.SHARE_NONCE, 1);
    services.loseReplies(SessionApi.SHARE_PARTIAL_SIGNATURE, 2);

    agent.announce(request()).join().signatures().join();

    for (var operation : List.of(SessionApi.COMMIT_NONCE, SessionApi.SHARE_NONCE)) {
      assertThat(services.said(operation).stream().distinct()).hasSize(1);
    }
    assertThat(services.said(RequestApi.ANNOUNCE)).hasSize(3);
    assertThat(services.said(RequestApi.ANNOUNCE).stream().distinct()).hasSize(1);
  }

  @Test
  void stepsOverSequenceNumbersThatItUsedInAnEarlierLife() {
    agent.announce(request()).join().signatures().join();
    var session = services.terms().sessionId();
    services.answer(
        SessionApi.CLOSE,
        SoloServices.refusing(
            ErrorCode.REPLAY,
            2,
            said ->
                new tutti.protocol.session.SessionReply(
                    session, services.phase(), false, List.of())));

    agent.close(session).join();

    assertThat(services.said(SessionApi.CLOSE).stream().map(Envelope::sequence))
        .containsExactly(4L, 20L, 36L);
  }

  @Test
  void abortsASessionWhoseNonceItLostInARestart() throws Exception {
    services.answer(
        SessionApi.SHARE_NONCE,
        said -> {
          throw Refusal.of(ErrorCode.WRONG_PHASE, "the agent stops here");
        });
    agent.announce(request()).join();
    services.await(SessionApi.SHARE_NONCE.operation(), 1);
    agent.close();

    agent = start(builder());
    services.await(SessionApi.ABORT.operation(), 1);

    var abort = SessionApi.ABORT.bodyOf(services.said(SessionApi.ABORT).get(0));
    assertThat(abort.code()).isEqualTo(ErrorCode.NONCE_LOST);
    assertThat(services.said(SessionApi.COMMIT_NONCE)).hasSize(1);
  }

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
  void doesNotSignForANonceThatTheServicesReplaced() throws Exception {
    agent = restartedWith(builder().drive(Drive.MANUAL));
    agent.announce(request()).join();
    var session = services.terms().sessionId();
    agent.startNonceCommitment(session).join();
    services.answer(
        SessionApi.SHARE_NONCE,
        said -> {
          services.deliver(
              tutti.protocol.event.Event.of(
                  session.hex(),
                  3,
                  0,
                  new tutti.protocol.event.NoncesComplete(
                      session, hash("x"), List.of(List.of()), List.of(), 0)));
          return new tutti.protocol.session.SessionReply(
              session, SessionPhase.NONCE_EXCHANGE, false, List.of());
        });

    var unused = agent.startRound1(session);

    assertThat(next(AgentEvent.LieDetected.class).lie())
        .isEqualTo(tutti.agent.session.Lie.NONCES_SIZE);
    assertThat(services.said(SessionApi.SHARE_PARTIAL_SIGNATURE)).isEmpty();
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
  void failsWhatIsPendingWhenItIsClosed() {
    agent = restartedWith(builder().drive(Drive.MANUAL));
    var signatures = agent.announce(request()).join().signatures();

    agent.close();

    assertThatThrownBy(signatures::join)
        .cause()
        .isInstanceOfSatisfying(
            SigningFailedException.class,
            end -> assertThat(end.ending()).isEqualTo(SigningFailedException.Ending.CLOSED));
  }

  @Test
  void goesOnWhenItsListenerFails() {
    agent =
        restartedWith(
            builder()
                .listener(
                    event -> {
                      throw new IllegalStateException("a listener's mistake");
                    }));

    assertThat(agent.announce(request()).join().signatures().join()).hasSize(1);
  }

  @Test
  void showsItsKeyInNothingThatItSaysOrTells() {
    agent.announce(request()).join().signatures().join();

    String said =
        services.everything().stream()
            .map(message -> new String(Wire.write(message), StandardCharsets.UTF_8))
            .reduce("", String::concat);
    assertThat(said + events + agent.publicKey()).doesNotContain("0".repeat(63) + "1");
    assertThat(services.said(SessionApi.SHARE_PARTIAL_SIGNATURE).get(0).body().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            java.util.Arrays.stream(SharePartialSignature.class.getRecordComponents())
                .map(java.lang.reflect.RecordComponent::getName)
                .toArray(String[]::new));
  }

  private AgentBuilder builder() {
    Limits limits =
        Limits.defaults().with(Limit.SYNC_INTERVAL, 50).with(Limit.PHASE_TIMEOUT, 20_000);
    return Agent.builder(services).key(ALICE).limits(limits).listener(events::add);
  }

  private static Agent start(AgentBuilder builder) {
    return builder.start().join();
  }

  private Agent restartedWith(AgentBuilder builder) {
    agent.close();
    return start(builder);
  }

  static SigningRequest request() {
    return new SigningRequest(
        ALICE.publicKey(),
        List.of(ALICE.publicKey()),
        null,
        List.of(SigningItem.of(hash("message"))),
        null,
        null,
        System.currentTimeMillis() + 60_000,
        null,
        null);
  }

  private <T extends AgentEvent> T next(Class<T> type) throws InterruptedException {
    Predicate<AgentEvent> wanted = type::isInstance;
    AgentEvent event = events.poll(20, TimeUnit.SECONDS);
    while (event != null && !wanted.test(event)) {
      event = events.poll(20, TimeUnit.SECONDS);
    }
    assertThat(event).isNotNull();
    return type.cast(event);
  }
}
