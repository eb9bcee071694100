package tutti.cli.chaos;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;

/** A signer's bus that notes what is said, what is acknowledged, and how long that takes. */
final class WatchedBus implements Bus {
  private final Bus bus;
  private final Journal journal;
  private final Calls calls;

  WatchedBus(Bus bus, Journal journal, Calls calls) {
    this.bus = bus;
    this.journal = journal;
    this.calls = calls;
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    calls.tried(operation.address(), query);
    if (query instanceof Envelope envelope) {
      journal.said(envelope);
    }
    return bus.request(operation, query)
        .whenComplete(
            (reply, error) -> {
              if (error == null && query instanceof Envelope envelope) {
                journal.acknowledged(envelope);
              }
              calls.answered(operation.address(), query, error);
            });
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
