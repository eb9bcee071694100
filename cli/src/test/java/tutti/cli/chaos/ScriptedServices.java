package tutti.cli.chaos;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.runtime.Timing;
import tutti.runtime.bus.Line;
import tutti.runtime.bus.Patience;
import tutti.runtime.bus.ServiceBus;

/** Services that answer what they are told to, at once. */
final class ScriptedServices implements Line, Timing {
  private final Map<String, Function<Object, Object>> answers = new HashMap<>();

  /** From now on; a refusal that is thrown is the answer. */
  <Q, R> void answer(Operation<Q, R> operation, Function<Q, R> answer) {
    answers.put(operation.address(), query -> answer.apply(operation.request().cast(query)));
  }

  ServiceBus bus() {
    return new ServiceBus(this, this, new Patience(Duration.ofMillis(1), Duration.ZERO, 100));
  }

  @Override
  public <Q, R> Future<R> ask(Operation<Q, R> operation, Q query, long timeout) {
    Function<Object, Object> answer = answers.get(operation.address());
    if (answer == null) {
      return Future.failedFuture(Refusal.of(ErrorCode.UNAVAILABLE, "nobody serves this"));
    }
    try {
      return Future.succeededFuture(operation.reply().cast(answer.apply(query)));
    } catch (Refusal refusal) {
      return Future.failedFuture(refusal);
    }
  }

  @Override
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Function<Q, Future<R>> handler) {
    return Future.succeededFuture();
  }

  @Override
  public void publish(String address, Event event) {}

  @Override
  public Future<List<PublicKey>> deliver(List<PublicKey> signers, Event event, long timeout) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  @Override
  public long elapsed() {
    return 0;
  }

  @Override
  public Future<Void> pause(long millis) {
    return Future.succeededFuture();
  }

  @Override
  public long chance(long bound) {
    return 0;
  }
}
