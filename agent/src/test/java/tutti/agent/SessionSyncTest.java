package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.agent.session.Peers.hash;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionAborted;
import tutti.protocol.event.SessionClosed;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;

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

  @Test
  void doesNotLookForASessionOfWhichItHearsTheLastOnly() {
    SessionId gone = new SessionId(hash("gone"));
    SessionId there = new SessionId(hash("there"));
    CompletableFuture<Void> asked = new CompletableFuture<>();
    services.answer(
        SessionApi.STATUS,
        query -> {
          if (query.sessionId().equals(there)) {
            asked.complete(null);
          }
          throw Refusal.of(ErrorCode.NOT_FOUND, "no such session");
        });

    services.deliver(Event.of(gone.hex(), 9, 0, new SessionClosed(gone)));
    services.deliver(
        Event.of(there.hex(), 9, 0, new SessionAborted(there, 0, ErrorCode.NONCE_LOST, null)));

    assertThat(asked).succeedsWithin(Duration.ofSeconds(20));
    assertThat(services.asked(SessionApi.STATUS)).doesNotContain(new SessionQuery(gone));
  }
}
