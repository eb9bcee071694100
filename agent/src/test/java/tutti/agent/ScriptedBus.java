package tutti.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.SignedOperation;
import tutti.protocol.event.Event;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestPage;

/**
 * A bus that answers as it is told, remembers what was asked, and loses what it is told to lose.
 */
class ScriptedBus implements Bus {
  private final Map<String, Function<Object, Object>> script = new HashMap<>();
  private final Map<String, Integer> lostReplies = new HashMap<>();
  private final List<Object> asked = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final Map<String, Consumer<Event>> subscribers = new HashMap<>();
  private boolean deaf;

  ScriptedBus() {
    answer(RequestApi.FIND, query -> new RequestPage(List.of(), null));
  }

  final synchronized <Q, R> void answer(Operation<Q, R> operation, Function<Q, R> answer) {
    script.put(operation.address(), query -> answer.apply(operation.request().cast(query)));
  }

  final <B, R> void answer(SignedOperation<B, R> operation, Function<Envelope, R> answer) {
    answer(operation.operation(), answer);
  }

  /** So many answers of this operation do not arrive, though it was carried out. */
  final synchronized void loseReplies(SignedOperation<?, ?> operation, int count) {
    lostReplies.put(operation.operation().address(), count);
  }

  /** No event arrives any more. */
  final synchronized void loseEvents() {
    deaf = true;
  }

  @Override
  public final synchronized <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    asked.add(query);
    addresses.add(operation.address());
    notifyAll();
    Function<Object, Object> answer = script.get(operation.address());
    if (answer == null) {
      return failed(Refusal.of(ErrorCode.NOT_FOUND, "nothing is known of " + query));
    }
    R reply;
    try {
      reply = operation.reply().cast(answer.apply(query));
    } catch (Refusal refusal) {
      return failed(refusal);
    }
    int lost = lostReplies.getOrDefault(operation.address(), 0);
    if (lost > 0) {
      lostReplies.put(operation.address(), lost - 1);
      return failed(Refusal.of(ErrorCode.TIMEOUT, "no answer in time"));
    }
    return CompletableFuture.completedFuture(reply);
  }

  @Override
  public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
    return subscribe("inbox", events);
  }

  @Override
  public synchronized CompletionStage<Subscription> subscribe(
      String topic, Consumer<Event> events) {
    subscribers.put(topic, events);
    return CompletableFuture.completedFuture(() -> CompletableFuture.completedFuture(null));
  }

  final synchronized void deliver(Event event) {
    if (!deaf) {
      subscribers.getOrDefault("inbox", ignored -> {}).accept(event);
    }
  }

  final synchronized void publish(String topic, Event event) {
    subscribers.get(topic).accept(event);
  }

  /** What was asked of an operation so far. */
  final synchronized <Q> List<Q> asked(Operation<Q, ?> operation) {
    List<Q> found = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (addresses.get(i).equals(operation.address())) {
        found.add(operation.request().cast(asked.get(i)));
      }
    }
    return found;
  }

  final List<Envelope> said(SignedOperation<?, ?> operation) {
    return asked(operation.operation());
  }

  final synchronized List<Object> everything() {
    return List.copyOf(asked);
  }

  /** Waits until so many were asked. */
  final synchronized <Q> List<Q> await(Operation<Q, ?> operation, int count)
      throws InterruptedException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (asked(operation).size() < count) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("not asked: " + operation.address() + ", but " + addresses);
      }
      wait(left);
    }
    return asked(operation);
  }

  private static <R> CompletionStage<R> failed(Refusal refusal) {
    return CompletableFuture.failedFuture(refusal);
  }
}
