package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tutti.agent.session.Outcome;
import tutti.musig2.Signature;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.event.SessionReady;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.SessionApi;

/** What services do not find for a moment, and what they do not have any more. */
class AbsenceTest extends SoloSetting {
  @Test
  void staysInASessionThatIsNotFoundForAMoment() {
    services.lose(2);
    services.answer(
        SessionApi.STATUS,
        SoloServices.refusing(ErrorCode.NOT_FOUND, 1, query -> services.status()));

    assertThat(signatures()).hasSize(1);
    assertThat(services.asked(SessionApi.STATUS)).hasSizeGreaterThan(1);
  }

  @Test
  void endsASessionThatStaysUnknown() throws Exception {
    services.lose(2);
    services.answer(
        SessionApi.STATUS,
        query -> {
          throw Refusal.of(ErrorCode.NOT_FOUND, "no such session");
        });

    assertThatThrownBy(this::signatures).hasRootCauseInstanceOf(SigningFailedException.class);

    var outcome = (Outcome.NotSigned) next(AgentEvent.SessionEnded.class).outcome();
    assertThat(outcome.failure().code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(services.asked(SessionApi.STATUS)).hasSizeGreaterThan(1);
  }

  @Test
  void asksAgainForARequestThatIsNotFoundForAMoment() {
    services.lose(1);
    services.answer(SessionApi.EVENTS, query -> slim(services.eventsAfter(query)));
    services.answer(
        SessionApi.GET,
        SoloServices.refusing(ErrorCode.NOT_FOUND, 1, query -> services.descriptor()));

    assertThat(signatures()).hasSize(1);
    assertThat(services.asked(SessionApi.GET)).hasSize(2);
  }

  @Test
  void keepsARequestThatIsNotFoundForAMoment() throws Exception {
    services.hold();
    services.answer(
        RequestApi.GET, SoloServices.refusing(ErrorCode.NOT_FOUND, 1, query -> services.view()));
    var signatures = agent.announce(request()).join().signatures();
    services.await(RequestApi.GET, 2); // it is not listed as long as it is open

    services.open();

    assertThat(signatures).succeedsWithin(Duration.ofSeconds(20));
  }

  private List<Signature> signatures() {
    return agent.announce(request()).join().signatures().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** As if the request were too large for its event. */
  private static EventsPage slim(EventsPage page) {
    List<Event> events = page.events().stream().map(AbsenceTest::slim).toList();
    return new EventsPage(events, page.last());
  }

  private static Event slim(Event event) {
    if (!(event.typed().orElseThrow() instanceof SessionReady ready)) {
      return event;
    }
    var slim =
        new SessionReady(
            ready.sessionId(),
            ready.requestId(),
            ready.attempt(),
            ready.previousSessionId(),
            ready.phase(),
            ready.deadline(),
            ready.coordinator(),
            ready.electionProof(),
            null,
            ready.joins());
    return Event.of(event.subject(), event.number(), 0, slim);
  }
}
