package tutti.simulation.signer;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;

/** Passes everything on, and shows what the signer says to someone. */
record ListeningBus(Bus bus, Consumer<Envelope> listener) implements Bus {
  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    if (query instanceof Envelope envelope) {
      listener.accept(envelope);
    }
    return bus.request(operation, query);
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return bus.openInbox(signer, events);
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    return bus.subscribe(topic, events);
  }
}
