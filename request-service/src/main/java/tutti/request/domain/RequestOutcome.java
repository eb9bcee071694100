package tutti.request.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.event.EventType;
import tutti.protocol.request.RequestReply;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.session.OpenSession;
import tutti.runtime.machine.Step;

/**
 * What a command led to, and what is to be done now.
 *
 * @param reply how the request stands; absent if there is none any more
 * @param view all about it, for those who asked
 * @param entry by what it is to be found from now on; absent if that stays as it is
 * @param outgoing events to send, when it can be found, and then to report as published
 * @param handOver what the session service is to open
 */
public record RequestOutcome(
    @Nullable RequestReply reply,
    @Nullable RequestView view,
    @Nullable RequestEntry entry,
    List<Outgoing> outgoing,
    @Nullable OpenSession handOver) {

  /** There is no such request (any more). */
  static final RequestOutcome GONE = new RequestOutcome(null, null, null, List.of(), null);

  public RequestOutcome {
    outgoing = List.copyOf(outgoing);
  }

  /** Something happened: tell everyone, and hand over if that was what the session waited for. */
  static Step<RequestDocument, RequestOutcome> changed(
      @Nullable RequestDocument before, RequestDocument after) {
    long lastTold = before == null ? 0 : before.outbox().lastNumber();
    return new Step<>(
        after, toDo(after, after.outbox().after(lastTold), after.state() == RequestState.READY));
  }

  static Step<RequestDocument, RequestOutcome> repeated(RequestDocument document) {
    return new Step<>(
        document, new RequestOutcome(reply(document, true), null, null, List.of(), null));
  }

  /** Work was done that nobody need hear about. */
  static Step<RequestDocument, RequestOutcome> settled(RequestDocument document) {
    return new Step<>(
        document, new RequestOutcome(reply(document, false), null, null, List.of(), null));
  }

  static RequestOutcome toDo(RequestDocument document, List<Notice> notices, boolean handOver) {
    return new RequestOutcome(
        reply(document, false),
        null,
        movesInSearch(document, notices) ? RequestEntry.of(document) : null,
        notices.stream().map(notice -> RequestEvents.of(document, notice)).toList(),
        handOver ? openSession(document) : null);
  }

  static RequestOutcome seen(RequestDocument document) {
    var ending = document.ending();
    var view =
        new RequestView(
            document.requestId(),
            document.state(),
            document.announcement(),
            document.awaiting(),
            ending == null ? null : ending.declinedBy(),
            ending == null ? null : ending.reason(),
            document.sessionId(),
            document.outbox().lastNumber());
    return new RequestOutcome(reply(document, true), view, null, List.of(), null);
  }

  /** When it appears and when it is no longer open; again until that has been published. */
  private static boolean movesInSearch(RequestDocument document, List<Notice> notices) {
    return document.state() == RequestState.OPEN
        ? notices.stream().anyMatch(notice -> notice.type() == EventType.REQUEST_CREATED)
        : !notices.isEmpty();
  }

  private static RequestReply reply(RequestDocument document, boolean repeated) {
    return new RequestReply(
        document.requestId(),
        document.state(),
        repeated,
        document.awaiting(),
        document.sessionId());
  }

  private static OpenSession openSession(RequestDocument document) {
    List<Envelope> joins = new ArrayList<>(document.joins().values());
    return new OpenSession(document.announcement(), joins);
  }
}
