package tutti.gateway.rest;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import tutti.gateway.event.PublicEvents.Published;
import tutti.musig2.PublicKey;
import tutti.protocol.SessionId;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestQuery;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.RequestView;
import tutti.protocol.session.EventsQuery;
import tutti.protocol.session.SessionApi;
import tutti.runtime.bus.ServiceBus;

/**
 * What a signer may have missed at its inbox, from the state itself: no gateway keeps inboxes, so
 * any of them can tell. Of other sessions than the last one heard of, all events come again.
 */
final class InboxReplay {
  private static final int SESSIONS = 50;

  private final ServiceBus bus;

  InboxReplay(ServiceBus bus) {
    this.bus = bus;
  }

  /**
   * Sends the events of the signer's sessions, after the last that it has: session by session, as
   * fast as they are read.
   */
  Future<Void> to(EventStream stream, PublicKey signer, String last) {
    var query = new RequestQuery(signer, List.of(RequestState.READY), SESSIONS, null);
    return bus.request(RequestApi.FIND, query)
        .compose(
            page -> {
              Future<Void> told = Future.succeededFuture();
              for (RequestView view : page.requests()) {
                SessionId session = view.sessionId();
                if (session != null) {
                  told = told.compose(before -> tell(stream, session, last));
                }
              }
              return told;
            });
  }

  private Future<Void> tell(EventStream stream, SessionId session, String last) {
    return events(session, after(session, last))
        .compose(
            events ->
                stream.sendMissed(
                    events.stream()
                        .map(event -> Published.of("", new JsonObject(Wire.map(event))))));
  }

  private Future<List<Event>> events(SessionId session, long after) {
    return bus.request(SessionApi.EVENTS, new EventsQuery(session, after))
        .map(page -> page.events())
        .otherwise(List.of()); // a session that is gone has nothing to tell
  }

  /** The number in the id of an event, if it was of this session. */
  private static long after(SessionId session, String last) {
    int colon = last.lastIndexOf(':');
    boolean same = colon > 0 && last.substring(0, colon).equals(session.hex());
    String number = last.substring(colon + 1);
    return same && number.matches("\\d{1,15}") ? Long.parseLong(number) : 0;
  }
}
