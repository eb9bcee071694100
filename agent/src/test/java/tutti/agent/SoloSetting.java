package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.session.Peers.ALICE;
import static tutti.agent.session.Peers.hash;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** A signer that signs alone, so that one script stands for all services. */
abstract class SoloSetting {
  final SoloServices services = new SoloServices();
  final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
  Agent agent = start(builder());

  @AfterEach
  void leave() {
    agent.close();
  }

  final AgentBuilder builder() {
    Limits limits =
        Limits.defaults().with(Limit.SYNC_INTERVAL, 50).with(Limit.PHASE_TIMEOUT, 20_000);
    return Agent.builder(services).key(ALICE).limits(limits).listener(events::add);
  }

  static Agent start(AgentBuilder builder) {
    return builder.start().join();
  }

  final Agent restartedWith(AgentBuilder builder) {
    agent.close();
    return start(builder);
  }

  static SigningRequest request() {
    return SigningRequest.by(ALICE.publicKey(), List.of(ALICE.publicKey()))
        .items(List.of(SigningItem.of(hash("message"))))
        .expiresAt(System.currentTimeMillis() + 60_000)
        .build();
  }

  final <T extends AgentEvent> T next(Class<T> type) throws InterruptedException {
    Predicate<AgentEvent> wanted = type::isInstance;
    AgentEvent event = events.poll(20, TimeUnit.SECONDS);
    while (event != null && !wanted.test(event)) {
      event = events.poll(20, TimeUnit.SECONDS);
    }
    assertThat(event).isNotNull();
    return type.cast(event);
  }
}
