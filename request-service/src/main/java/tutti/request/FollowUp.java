package tutti.request;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.protocol.Addresses;
import tutti.protocol.session.OpenSession;
import tutti.protocol.session.SessionApi;
import tutti.request.domain.Outgoing;
import tutti.request.domain.RequestCommand;
import tutti.request.domain.RequestDocument;
import tutti.request.domain.RequestEntry;
import tutti.request.domain.RequestOutcome;
import tutti.request.store.RequestIndex;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.state.Documents;

/**
 * Does what a change of a request asks for: makes it found, tells the world, hands it over. What
 * fails here stays in the document, and the sweeper comes back to it.
 */
final class FollowUp {
  private static final Logger LOG = LoggerFactory.getLogger(FollowUp.class);

  private final Documents<RequestDocument, RequestCommand, RequestOutcome> requests;
  private final RequestIndex index;
  private final ServiceBus bus;
  private final Clock clock;

  FollowUp(
      Documents<RequestDocument, RequestCommand, RequestOutcome> requests,
      RequestIndex index,
      ServiceBus bus,
      Clock clock) {
    this.requests = requests;
    this.index = index;
    this.bus = bus;
    this.clock = clock;
  }

  /** Completes when the request can be found; the world is told afterwards, in its own time. */
  Future<Void> begin(String requestId, RequestOutcome outcome) {
    return makeFound(requestId, outcome.entry())
        .onSuccess(
            ignored -> {
              tell(requestId, outcome.outgoing());
              handOver(requestId, outcome.handOver());
            });
  }

  /** One look of the sweeper. */
  Future<Void> sweep(String requestId) {
    return requests
        .apply(requestId, new RequestCommand.Tick(clock.millis()))
        .compose(
            outcome ->
                outcome.reply() == null ? index.remove(requestId) : begin(requestId, outcome));
  }

  private Future<Void> makeFound(String requestId, @Nullable RequestEntry entry) {
    return entry == null ? Future.succeededFuture() : index.put(requestId, entry, clock.millis());
  }

  private void tell(String requestId, List<Outgoing> outgoing) {
    if (outgoing.isEmpty()) {
      return;
    }
    List<Long> numbers = outgoing.stream().map(out -> out.event().number()).toList();
    Future.all(outgoing.stream().map(this::tell).toList())
        .compose(told -> requests.apply(requestId, new RequestCommand.Published(numbers)))
        .onFailure(
            failure ->
                LOG.atWarn()
                    .addKeyValue("request", requestId)
                    .log("not told yet: {}", failure.toString()));
  }

  private Future<?> tell(Outgoing out) {
    if (out.inboxes().isEmpty()) {
      bus.publish(Addresses.REQUEST_EVENTS, out.event());
      return Future.succeededFuture();
    }
    return bus.deliver(out.inboxes(), out.event());
  }

  private void handOver(String requestId, @Nullable OpenSession open) {
    if (open == null) {
      return;
    }
    bus.request(SessionApi.OPEN, open)
        .compose(opened -> requests.apply(requestId, new RequestCommand.SessionOpened()))
        .onSuccess(done -> LOG.atInfo().addKeyValue("request", requestId).log("handed over"))
        .onFailure(
            failure ->
                LOG.atWarn()
                    .addKeyValue("request", requestId)
                    .log("not handed over yet: {}", failure.toString()));
  }
}
