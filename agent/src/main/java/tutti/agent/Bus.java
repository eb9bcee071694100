package tutti.agent;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.musig2.PublicKey;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;

/**
 * How an agent reaches the services. It is not trusted: it may lose, repeat, reorder and invent.
 */
public interface Bus {
  /**
   * Asks once and waits for a short time. Asking again is the caller's business.
   *
   * @return the reply, or a failure with {@link tutti.protocol.Refusal}: what the service said, or
   *     {@code TIMEOUT} or {@code UNAVAILABLE} where nobody answered
   */
  <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query);

  /** Receives what the services send to one signer. */
  CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events);

  /** Receives what is published on a topic, see {@link tutti.protocol.Addresses}. */
  CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events);

  /** Who is told, on any thread, that events may have been missed while nobody was connected. */
  default void onReconnected(Runnable lookAgain) {}

  /** Something that delivers until it is closed. */
  interface Subscription {
    CompletionStage<Void> close();
  }
}
