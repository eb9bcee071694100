package tutti.acceptance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tutti.agent.AgentEvent;
import tutti.agent.AgentListener;
import tutti.agent.session.Lie;
import tutti.agent.session.Outcome;

/** Everything that one agent told its application. */
final class Diary implements AgentListener {
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void on(AgentEvent event) {
    events.add(event);
  }

  List<AgentEvent> events() {
    return events;
  }

  <E extends AgentEvent> List<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<Lie> lies() {
    return all(AgentEvent.LieDetected.class).stream().map(AgentEvent.LieDetected::lie).toList();
  }

  /** The first event of a type, once it is there. */
  <E extends AgentEvent> E first(Class<E> type) {
    return await(type.getSimpleName())
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> all(type), found -> !found.isEmpty())
        .get(0);
  }

  Outcome outcome() {
    return first(AgentEvent.SessionEnded.class).outcome();
  }
}
