package tutti.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tutti.agent.session.EventOrder;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.session.EventsPage;
import tutti.protocol.session.SessionStatus;

/** Keeps one session's events complete and in order: asks for what did not arrive. */
final class SessionSync {
  private final AgentContext context;
  private final SessionArchive archive;
  private final SessionDriver driver;
  private final EventOrder order = new EventOrder();
  private final Absence absence = new Absence();
  private long lastHeard;
  private boolean underWay;
  private boolean again;

  SessionSync(AgentContext context, SessionArchive archive, SessionDriver driver) {
    this.context = context;
    this.archive = archive;
    this.driver = driver;
    this.lastHeard = context.now();
  }

  /** When the services were last heard about this session. */
  long lastHeard() {
    return lastHeard;
  }

  /** Something arrived at the inbox. */
  void onEvent(Event event) {
    lastHeard = context.now();
    driver.feed(order.accept(event));
    if (order.hasGap()) {
      run();
    }
  }

  /** Asks how the session stands, and for the events that are missing. */
  void run() {
    if (underWay) {
      again = true;
      return;
    }
    underWay = true;
    Completion.detach(
        archive.status().thenCompose(this::catchUp).whenComplete((done, error) -> finished(error)));
  }

  private CompletableFuture<Void> catchUp(SessionStatus status) {
    lastHeard = context.now();
    absence.over();
    driver.onStatus(status);
    return status.lastEvent() > order.last()
        ? fetchEvents(status.lastEvent())
        : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> fetchEvents(long last) {
    long before = order.last();
    return archive
        .events(before)
        .thenCompose(
            page -> {
              take(page);
              // Younger events arrived meanwhile. A page that brought nothing is not repeated at
              // once: the next look is due soon, and the services may show what does not exist.
              again = again || (order.hasGap() && order.last() > before);
              boolean more = order.last() > before && order.last() < Math.max(last, page.last());
              return more ? fetchEvents(last) : CompletableFuture.completedFuture(null);
            });
  }

  private void take(EventsPage page) {
    List<Event> released = new ArrayList<>();
    page.events().forEach(event -> released.addAll(order.accept(event)));
    released.addAll(order.skipGaps(page.last())); // the services do not have them any more
    driver.feed(released);
  }

  /** A session may also be heard of before the services have opened it, but not for long. */
  private void notFound(Refusal refusal) {
    long patience =
        driver.session().request().isPresent()
            ? Absence.patience(context)
            : context.settings().callDeadline().toMillis();
    if (absence.lasts(patience, context.now())) {
      driver.onGone(refusal);
    }
  }

  private void finished(@Nullable Throwable error) {
    underWay = false;
    if (error != null && Completion.refusal(error).code() == ErrorCode.NOT_FOUND) {
      notFound(Completion.refusal(error));
    }
    driver.onSynced();
    boolean more = again && error == null;
    again = false;
    if (more) {
      run();
    }
  }
}
