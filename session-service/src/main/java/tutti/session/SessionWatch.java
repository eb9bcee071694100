package tutti.session;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tutti.protocol.ErrorCode;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventType;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.SessionFailure;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.bus.Served;
import tutti.runtime.machine.Document;
import tutti.runtime.metrics.DocumentWatch;
import tutti.runtime.metrics.Lag;
import tutti.runtime.metrics.Levels;
import tutti.session.domain.Broadcast;
import tutti.session.domain.Ending;
import tutti.session.domain.Session;

/** Counts what becomes of sessions. */
final class SessionWatch implements DocumentWatch {
  private static final String MAP = "sessions";
  private static final String PHASE = "phase";

  /** Types of events with which a phase begins. */
  private static final Set<String> BEGINNINGS =
      Set.of(
          EventType.SESSION_READY.wireName(),
          EventType.SESSION_NONCE_COMMITMENTS_COMPLETE.wireName(),
          EventType.SESSION_NONCES_COMPLETE.wireName());

  private static final List<ErrorCode> FAULTS =
      List.of(
          ErrorCode.EQUIVOCATION,
          ErrorCode.COMMITMENT_MISMATCH,
          ErrorCode.INVALID_PARTIAL_SIGNATURE);

  /** From signers that all run by themselves to those that somebody has to ask. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(60),
    Duration.ofSeconds(300),
    Duration.ofSeconds(900)
  };

  private final MeterRegistry registry;
  private final Levels<SessionPhase> sessions;
  private final Levels<SessionPhase> awaited;
  private final Lag lag;
  private final Counter unreachable;
  private final Counter takeovers;

  /** Makes it. */
  public static final class Provider implements DocumentWatch.Provider {
    @Override
    public String map() {
      return MAP;
    }

    @Override
    public DocumentWatch watch(MeterRegistry registry) {
      return new SessionWatch(registry);
    }
  }

  SessionWatch(MeterRegistry registry) {
    this.registry = registry;
    sessions =
        new Levels<>(
            registry,
            "tutti.sessions",
            "Sessions that this member holds, ended ones until they are removed.",
            SessionPhase.class);
    awaited =
        new Levels<>(
            registry,
            "tutti.signers.awaited",
            "Contributions that the sessions of this member wait for.",
            SessionPhase.class);
    lag = new Lag(registry, MAP);
    unreachable =
        counter("tutti.signers.unreachable", "Signers at whose inbox nobody listened, per phase.");
    takeovers =
        counter(
            "tutti.coordinator.takeovers",
            "Times that the next coordinator was asked to broadcast, because one had not.");
    // There from the start, at zero: of what appears as one, Prometheus sees no increase.
    opened(false);
    opened(true);
    broadcasts(BroadcastState.BROADCAST_CONFIRMED);
    broadcasts(BroadcastState.FAILOVER_EXHAUSTED);
    FAULTS.forEach(this::blamed);
  }

  @Override
  public void changed(@Nullable Document before, @Nullable Document after) {
    if (!(after instanceof Session now)) {
      return;
    }
    if (!(before instanceof Session then)) {
      opened(now.charter().attempt() > 1).increment();
      return;
    }
    if (then.phase() != now.phase()) {
      phase(then.phase()).record(last(now) - begun(then), TimeUnit.MILLISECONDS);
      ended(now);
    } else {
      unreachable.increment(
          Math.max(0, now.stage().unreachable().size() - then.stage().unreachable().size()));
    }
    broadcast(broadcastOf(then), broadcastOf(now));
  }

  @Override
  public void counted(Collection<Document> held, long now) {
    Map<SessionPhase, Long> byPhase = new EnumMap<>(SessionPhase.class);
    Map<SessionPhase, Long> missing = new EnumMap<>(SessionPhase.class);
    long oldest = now;
    for (Document document : held) {
      Session session = (Session) document;
      byPhase.merge(session.phase(), 1L, Long::sum);
      missing.merge(session.phase(), (long) session.awaiting().size(), Long::sum);
      oldest = Math.min(oldest, unpublished(session, now));
    }
    sessions.set(byPhase);
    awaited.set(missing);
    lag.set(now, oldest);
  }

  private void ended(Session session) {
    Ending ending = session.ending();
    if (ending == null) {
      return;
    }
    SessionFailure failure = ending.failure();
    Counter.builder("tutti.sessions.ended")
        .description("Sessions that ended, by how, and by why they failed (OK: they did not).")
        .tag(PHASE, Levels.label(session.phase()))
        .tag("code", failure == null ? Served.OK : failure.code().name())
        .register(registry)
        .increment();
    if (failure != null && failure.culprit() != null) {
      blamed(failure.code()).increment();
    }
  }

  private void broadcast(@Nullable Broadcast then, @Nullable Broadcast now) {
    if (then == null || now == null) {
      return;
    }
    if (now.state() != then.state()) {
      broadcasts(now.state()).increment();
    }
    if (now.state() == BroadcastState.AWAITING_BROADCAST
        && now.failed().size() > then.failed().size()) {
      takeovers.increment();
    }
  }

  private static @Nullable Broadcast broadcastOf(Session session) {
    Ending ending = session.ending();
    return ending == null ? null : ending.broadcast();
  }

  /** When the phase began that a session is in. */
  private static long begun(Session session) {
    List<Event> events = session.outbox().events();
    for (int i = events.size() - 1; i >= 0; i--) {
      if (BEGINNINGS.contains(events.get(i).type())) {
        return events.get(i).time();
      }
    }
    return last(session);
  }

  private static long last(Session session) {
    List<Event> events = session.outbox().events();
    return events.isEmpty() ? 0 : events.get(events.size() - 1).time();
  }

  private static long unpublished(Session session, long otherwise) {
    List<Event> events = session.outbox().events();
    long oldest = otherwise;
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).number() <= session.outbox().published()) {
        break;
      }
      oldest = events.get(i).time();
    }
    return oldest;
  }

  private Timer phase(SessionPhase phase) {
    return Timer.builder("tutti.session.phase.duration")
        .description("How long sessions were in a phase, once they left it.")
        .tag(PHASE, Levels.label(phase))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter blamed(ErrorCode fault) {
    return Counter.builder("tutti.signers.blamed")
        .description("Signers that are proven to have broken a session.")
        .tag("code", fault.name())
        .register(registry);
  }

  private Counter broadcasts(BroadcastState outcome) {
    return Counter.builder("tutti.broadcasts")
        .description("Broadcasts that were confirmed, or that nobody was left for.")
        .tag("outcome", Levels.label(outcome))
        .register(registry);
  }

  private Counter opened(boolean again) {
    return Counter.builder("tutti.sessions.opened")
        .description("Sessions that began: first attempts, and retries of what had failed.")
        .tag("attempt", again ? "retry" : "first")
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }
}
