package tutti.acceptance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import tutti.agent.AgentEvent;
import tutti.agent.AgentListener;
import tutti.agent.session.Lie;
import tutti.agent.session.Outcome;
import tutti.protocol.event.EventData;

/** Everything that one agent told its application. */
final class Diary implements AgentListener {
  static final Duration PATIENCE = Duration.ofSeconds(60);

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

  /** What the services reported of a type. */
  <T extends EventData> List<T> heard(Class<T> type) {
    return all(AgentEvent.Happened.class).stream()
        .map(AgentEvent.Happened::data)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The first report of a type that is wanted, once it is there. */
  <T extends EventData> T awaitHeard(Class<T> type, Predicate<? super T> wanted) {
    return await(type.getSimpleName())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> heard(type).stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
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
