package tutti.discovery.domain;

import java.util.List;
import tutti.protocol.event.Event;

/**
 * An event to be published: for all, and on the topic of each of these transaction types.
 *
 * @param transactionTypes what the advertisement was for
 */
public record Outgoing(Event event, List<String> transactionTypes) {
  public Outgoing {
    transactionTypes = List.copyOf(transactionTypes);
  }
}
