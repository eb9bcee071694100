package tutti.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tutti.agent.session.Prior;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.event.EventType;
import tutti.protocol.event.SessionReady;
import tutti.protocol.session.SessionFailure;

/** Listens at the inbox, and looks by itself for what did not arrive there. */
final class Lookout {
  private static final String OF_SESSIONS = "session.";
  private static final String UNREACHABLE = "participant.unreachable";

  private final AgentContext context;
  private final RequestDesk requests;
  private final SessionDesk sessions;
  private final List<Bus.Subscription> subscriptions = new ArrayList<>();
  private boolean stopped;

  Lookout(AgentContext context, RequestDesk requests, SessionDesk sessions) {
    this.context = context;
    this.requests = requests;
    this.sessions = sessions;
  }

  CompletableFuture<Void> start() {
    return context
        .within(
            context.settings().callDeadline(),
            context
                .bus()
                .openInbox(context.self(), event -> context.executor().execute(() -> hear(event))))
        .exceptionallyCompose(error -> CompletableFuture.failedFuture(Completion.refusal(error)))
        .thenAcceptAsync(this::started, context.executor());
  }

  void stop() {
    stopped = true;
    subscriptions.forEach(one -> Completion.detach(one.close()));
    context.calls().close();
    var failure =
        new SessionFailure(ErrorCode.UNAVAILABLE, "the agent was closed", null, null, null);
    var reason = new SigningFailedException(SigningFailedException.Ending.CLOSED, failure, null);
    requests.close(reason);
    sessions.close(reason);
  }

  private void started(Bus.Subscription inbox) {
    subscriptions.add(inbox);
    context.bus().onReconnected(() -> context.executor().execute(this::lookAgain));
    requests.search();
    tick();
  }

  private void lookAgain() {
    if (!stopped) {
      requests.search();
      sessions.sync();
    }
  }

  private void tick() {
    if (stopped) {
      return;
    }
    long now = context.now();
    sessions.onTick(now);
    requests.onTick(now);
    long pause = Math.max(25, Math.min(1_000, context.limit(Limit.SYNC_INTERVAL) / 2));
    context.scheduler().later(pause, context.executor(), this::tick);
  }

  private void hear(Event event) {
    if (stopped) {
      return;
    }
    if (event.type().startsWith(OF_SESSIONS) || event.type().equals(UNREACHABLE)) {
      sessionOf(event).ifPresent(id -> sessions.onEvent(id, event, prior(event)));
    } else {
      decode(event)
          .ifPresent(data -> requestOf(event).ifPresent(id -> requests.onEvent(id, event, data)));
    }
  }

  private Prior prior(Event event) {
    if (!event.type().equals(EventType.SESSION_READY.wireName())) {
      return Prior.NOTHING;
    }
    EventData data = decode(event).orElse(null);
    return data instanceof SessionReady ready ? requests.prior(ready.requestId()) : Prior.NOTHING;
  }

  static Optional<EventData> decode(Event event) {
    try {
      return event.typed();
    } catch (Refusal malformed) {
      return Optional.empty(); // a deadline ends what depends on it
    }
  }

  private static Optional<RequestId> requestOf(Event event) {
    try {
      return Optional.of(RequestId.fromHex(event.subject()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<SessionId> sessionOf(Event event) {
    try {
      return Optional.of(SessionId.fromHex(event.subject()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
