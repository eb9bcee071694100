package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tutti.agent.session.Peers.hash;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.agent.session.Outcome;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SharePartialSignature;

class AgentTest extends SoloSetting {
  @Test
  void signsInTenLines() {
    SecretKey key = SecretKey.generate();
    try (Agent signer =
        Agent.builder(new SoloServices()).key(key).policy(Policy.approveAll()).start().join()) {
      var items = List.of(SigningItem.of(hash("sighash")));
      long expiresAt = System.currentTimeMillis() + 60_000;
      var keys = List.of(signer.publicKey());
      var request =
          SigningRequest.by(signer.publicKey(), keys)
              .items(items)
              .purpose("rent")
              .expiresAt(expiresAt)
              .build();
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
}
