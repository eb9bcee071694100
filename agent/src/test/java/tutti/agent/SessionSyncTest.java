package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.SessionApi;

class SessionSyncTest extends SoloSetting {
  @Test
  void doesNotGiveUpAnEventThatAPageDoesNotReachYet() {
    AtomicBoolean old = new AtomicBoolean(true);
    services.lose(4); // the signatures; the event after them arrives
    services.answer(
        SessionApi.EVENTS,
        query ->
            query.after() == 3 && old.getAndSet(false)
                ? new EventsPage(List.of(), 3)
                : services.eventsAfter(query));

    var signatures = agent.announce(request()).join().signatures();

    assertThat(signatures)
        .succeedsWithin(Duration.ofSeconds(20))
        .satisfies(all -> assertThat(all).hasSize(1));
    assertThat(old).isFalse();
  }
}
