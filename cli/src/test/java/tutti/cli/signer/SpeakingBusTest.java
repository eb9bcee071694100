package tutti.cli.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tutti.agent.Bus;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.SessionId;
import tutti.protocol.SignedOperation;
import tutti.protocol.event.Event;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;

class SpeakingBusTest {
  private final List<String> asked = new ArrayList<>();
  private final SpeakingBus speaking = new SpeakingBus(new Recording());

  @Test
  @SuppressWarnings("NullAway") // what is refused is not looked at
  void passesNothingThatTakesPart() {
    for (SignedOperation<?, ?> operation :
        List.of(
            RequestApi.JOIN,
            SessionApi.COMMIT_NONCE,
            SessionApi.SHARE_NONCE,
            SessionApi.SHARE_PARTIAL_SIGNATURE)) {
      assertThat(speaking.request(operation.operation(), null).toCompletableFuture())
          .as(operation.type())
          .isCompletedExceptionally();
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void passesWhatIsAsked() {
    var query = new SessionQuery(new SessionId(Bytes.of(new byte[32])));

    var unused = speaking.request(SessionApi.STATUS, query);

    assertThat(asked).containsExactly(SessionApi.STATUS.address());
  }

  private final class Recording implements Bus {
    @Override
    public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
      asked.add(operation.address());
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
      return new CompletableFuture<>();
    }
  }
}
