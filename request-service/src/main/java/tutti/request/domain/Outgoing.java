package tutti.request.domain;

import java.util.List;
import tutti.musig2.PublicKey;
import tutti.protocol.event.Event;

/**
 * An event to be sent.
 *
 * @param inboxes whom it is for; nobody in particular if empty: it goes to the public topic
 */
public record Outgoing(Event event, List<PublicKey> inboxes) {
  public Outgoing {
    inboxes = List.copyOf(inboxes);
  }
}
