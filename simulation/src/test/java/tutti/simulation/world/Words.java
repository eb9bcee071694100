package tutti.simulation.world;

import tutti.protocol.Envelope;
import tutti.protocol.event.Event;

/** Messages in a few words. */
final class Words {
  private Words() {}

  static String of(String address, Object message) {
    if (message instanceof Envelope envelope) {
      return "%s #%d".formatted(envelope.type(), envelope.sequence());
    }
    if (message instanceof Event event) {
      return "%s %s #%d".formatted(event.type(), event.subject().substring(0, 6), event.number());
    }
    return address.replaceFirst("tutti\\.", "");
  }
}
