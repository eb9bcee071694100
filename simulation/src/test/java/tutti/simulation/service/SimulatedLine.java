package tutti.simulation.service;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.runtime.bus.Line;
import tutti.simulation.world.Life;
import tutti.simulation.world.World;

/** The bus, as one process of services sees it. */
final class SimulatedLine implements Line {
  private final World world;
  private final Life life;

  SimulatedLine(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  @Override
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Function<Q, Future<R>> handler) {
    Promise<Void> served = Promise.promise();
    world
        .switchboard()
        .listen(
            operation.address(),
            life,
            query -> handler.apply(read(query, operation.request())),
            served::complete);
    return served.future();
  }

  @Override
  public <Q, R> Future<R> ask(Operation<Q, R> operation, Q query, long timeout) {
    Promise<R> promise = Promise.promise();
    world
        .switchboard()
        .ask(
            life,
            operation.address(),
            query,
            timeout,
            (answer, refusal) -> {
              if (refusal == null) {
                promise.complete(answer == null ? null : read(answer, operation.reply()));
              } else {
                promise.fail(refusal);
              }
            });
    return promise.future();
  }

  @Override
  public void publish(String address, Event event) {
    // Nobody listens to the public here.
  }

  @Override
  public Future<List<PublicKey>> deliver(List<PublicKey> signers, Event event, long timeout) {
    Event sent = world.scenario().serialised() ? Wire.read(Wire.write(event), Event.class) : event;
    List<Future<@Nullable PublicKey>> told = new ArrayList<>();
    for (PublicKey signer : signers) {
      told.add(deliver(signer, sent, timeout));
    }
    return Future.all(told)
        .map(all -> told.stream().map(Future::result).filter(one -> one != null).toList());
  }

  /** Yields the signer if nobody listens for it. */
  private Future<@Nullable PublicKey> deliver(PublicKey signer, Event event, long timeout) {
    String inbox = Addresses.inbox(signer);
    if (!world.switchboard().isHeard(inbox)) {
      return Future.succeededFuture(signer);
    }
    Promise<@Nullable PublicKey> promise = Promise.promise();
    world
        .switchboard()
        .ask(life, inbox, event, timeout, (answer, refusal) -> promise.complete(null));
    return promise.future();
  }

  @Override
  public Future<Void> close() {
    world.switchboard().remove(life);
    return Future.succeededFuture();
  }

  private <T> T read(Object message, Class<T> type) {
    return world.scenario().serialised()
        ? Wire.read(Wire.write(message), type)
        : type.cast(message);
  }
}
