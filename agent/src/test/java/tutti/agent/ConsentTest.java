package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestState;
import tutti.protocol.session.SessionApi;

/** Whoever said no stays out of every session of the request, whoever opens it. */
class ConsentTest extends SoloSetting {
  @Test
  void contributesNothingToARetryOfWhatItsApplicationAborted() throws Exception {
    SessionId first = stalled();
    agent.abort(first, "changed my mind").join();

    services.retry();

    assertStaysOut();
    assertThat(services.said(SessionApi.COMMIT_NONCE)).hasSize(1);
  }

  @Test
  void contributesAgainOnceItsApplicationItselfRetries() throws Exception {
    SessionId first = stalled();
    agent.abort(first, "not yet").join();
    services.answer(SessionApi.RETRY, said -> services.retry());

    agent.retry(first).join();

    services.await(SessionApi.COMMIT_NONCE.operation(), 2);
  }

  @Test
  void contributesAgainOnceItsApplicationJoins() throws Exception {
    SessionId first = stalled();
    RequestId request = services.terms().requestId();
    agent.abort(first, "not yet").join();
    services.answer(RequestApi.JOIN, said -> reply(request, RequestState.READY));
    agent.join(request).join();

    services.retry();

    services.await(SessionApi.COMMIT_NONCE.operation(), 2);
  }

  @Test
  void contributesNothingToARetryOfWhatItsPolicyRejected() throws Exception {
    agent =
        restartedWith(
            builder()
                .policy(
                    Policy.of(asked -> asked.stage() == ProposedSigning.Stage.JOIN, "too much")));
    agent.announce(request()).join();
    services.await(SessionApi.ABORT.operation(), 1);

    services.retry();

    assertStaysOut();
    assertThat(services.said(SessionApi.COMMIT_NONCE)).hasSize(1);
  }

  @Test
  void contributesNothingToASessionThatIsOpenedAfterItDeclined() throws Exception {
    services.hold();
    RequestId id = agent.announce(request()).join().requestId();
    services.answer(RequestApi.DECLINE, said -> reply(id, RequestState.DECLINED));
    agent.decline(id, "no").join();

    services.open();

    assertStaysOut();
    assertThat(services.said(SessionApi.COMMIT_NONCE)).isEmpty();
  }

  @Test
  void contributesNothingToASessionThatIsOpenedAfterItCancelled() throws Exception {
    services.hold();
    RequestId id = agent.announce(request()).join().requestId();
    services.answer(RequestApi.CANCEL, said -> reply(id, RequestState.CANCELLED));
    agent.cancel(id, "no").join();

    services.open();

    assertStaysOut();
    assertThat(services.said(SessionApi.COMMIT_NONCE)).isEmpty();
  }

  @Test
  void contributesAgainAfterALostNonceWithoutBeingAsked() throws Exception {
    stalled();
    agent.close();
    agent = start(builder());
    services.await(SessionApi.ABORT.operation(), 1);

    services.retry();

    services.await(SessionApi.COMMIT_NONCE.operation(), 2);
  }

  /** A session that waits in its second round. */
  private SessionId stalled() throws InterruptedException {
    services.answer(
        SessionApi.SHARE_NONCE,
        said -> {
          throw Refusal.of(ErrorCode.WRONG_PHASE, "the agent stops here");
        });
    agent.announce(request()).join();
    services.await(SessionApi.SHARE_NONCE.operation(), 1);
    return services.terms().sessionId();
  }

  private void assertStaysOut() throws InterruptedException {
    SessionId session = services.terms().sessionId();
    AgentEvent.Rejected stays = next(AgentEvent.Rejected.class);
    while (!session.equals(stays.sessionId()) || !stays.reason().contains("withdrawn")) {
      stays = next(AgentEvent.Rejected.class);
    }
  }

  private static RequestReply reply(RequestId id, RequestState state) {
    return new RequestReply(id, state, false, List.of(), null);
  }
}
