package tutti.simulation.signer;

import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.agent.Bus;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/** The bus, as one signer sees it. */
final class SimulatedBus implements Bus {
  private static final long SEND_TIMEOUT = 2_000;
  private static final Object HEARD = new Object();

  private final World world;
  private final Life life;

  SimulatedBus(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    CompletableFuture<R> reply = new CompletableFuture<>();
    world
        .switchboard()
        .ask(
            life,
            operation.address(),
            query,
            SEND_TIMEOUT,
            (answer, refusal) -> {
              if (refusal == null) {
                reply.complete(read(answer, operation.reply()));
              } else {
                reply.completeExceptionally(refusal);
              }
            });
    return reply;
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return subscribe(Addresses.inbox(signer), events);
  }

  @Override
  public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
    CompletableFuture<Subscription> subscribed = new CompletableFuture<>();
    world
        .switchboard()
        .listen(
            topic,
            life,
            event -> {
              events.accept((Event) event);
              return Future.succeededFuture(HEARD);
            },
            () -> subscribed.complete(this::unsubscribe));
    return subscribed;
  }

  private CompletionStage<Void> unsubscribe() {
    world.switchboard().remove(life);
    return CompletableFuture.completedFuture(null);
  }

  private <T> T read(Object message, Class<T> type) {
    return world.scenario().serialised()
        ? Wire.readLenient(Wire.write(message), type)
        : type.cast(message);
  }
}
