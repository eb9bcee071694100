package tutti.cli.signer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;

/**
 * A bus for saying one thing: an agent on it hears nothing and finds no work.
 *
 * <p>The same signer may be at work in another process. A second agent that listened would take its
 * events away, and would end its sessions because it does not hold their nonces.
 */
final class SpeakingBus implements Bus {
  private final Bus bus;

  SpeakingBus(Bus bus) {
    this.bus = bus;
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    if (operation.address().equals(RequestApi.FIND.address())) {
      R nothing = operation.reply().cast(new RequestPage(List.of(), null));
      return CompletableFuture.completedFuture(nothing);
    }
    return bus.request(operation, query);
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return CompletableFuture.completedFuture(() -> CompletableFuture.completedFuture(null));
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    return bus.subscribe(topic, events);
  }
}
