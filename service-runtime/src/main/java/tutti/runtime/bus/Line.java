package tutti.runtime.bus;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;

/**
 * How messages travel: at most once, each tried once, and whoever died gives no answer. Every
 * failure is a {@link tutti.protocol.Refusal}.
 */
public interface Line {
  /** Answers whoever asks, until it is closed. Completes when it can be asked. */
  <Q, R> Future<Void> serve(Operation<Q, R> operation, Function<Q, Future<R>> handler);

  /** Asks one of those who serve the operation, and waits for so many milliseconds. */
  <Q, R> Future<R> ask(Operation<Q, R> operation, Q query, long timeout);

  /** Tells all who listen on a public topic. */
  void publish(String address, Event event);

  /**
   * Tells each of several signers.
   *
   * @return those at whose inbox nobody listens; a lost event counts as told
   */
  Future<List<PublicKey>> deliver(List<PublicKey> signers, Event event, long timeout);

  /** Answers no more. */
  Future<Void> close();
}
