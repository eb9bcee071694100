package tutti.session;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    var unreachable = new TreeSet<Integer>();
    List<Future<?>> deliveries = new ArrayList<>();
    for (Event event : events) {
      for (int signer = 0; signer < recipients.size(); signer++) {
        int index = signer;
        deliveries.add(
            bus.deliver(recipients.get(signer), event)
                .onSuccess(heard -> note(unreachable, index, heard)));
      }
    }
    return Future.join(deliveries).map(all -> List.copyOf(unreachable));
  }

  private static void note(Set<Integer> unreachable, int signer, boolean heard) {
    if (!heard) {
      unreachable.add(signer);
    }
  }
}
