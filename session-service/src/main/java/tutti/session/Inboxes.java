package tutti.session;

import io.vertx.core.Future;
import java.util.List;
import tutti.musig2.PublicKey;
import tutti.protocol.event.Event;
import tutti.runtime.bus.ServiceBus;

/** Sends events to the inboxes of a session's participants. */
final class Inboxes {
  private final ServiceBus bus;

  Inboxes(ServiceBus bus) {
    this.bus = bus;
  }

  /** Sends all events to all, in order; the result is who does not listen, by signer index. */
  Future<List<Integer>> deliver(List<PublicKey> recipients, List<Event> events) {
    List<Future<List<PublicKey>>> told =
        events.stream().map(event -> bus.deliver(recipients, event)).toList();
    return Future.all(told).map(all -> unreachable(recipients, told));
  }

  private static List<Integer> unreachable(
      List<PublicKey> recipients, List<Future<List<PublicKey>>> told) {
    return told.stream()
        .flatMap(one -> one.result().stream())
        .map(recipients::indexOf)
        .distinct()
        .sorted()
        .toList();
  }
}
