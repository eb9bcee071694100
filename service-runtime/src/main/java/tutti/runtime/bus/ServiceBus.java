package tutti.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Function;
import tutti.musig2.PublicKey;
import tutti.protocol.Limits;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.runtime.Timing;
import tutti.runtime.VertxTiming;

/**
 * The event bus as services use it: typed, limited, with every failure a {@link Refusal}. Delivery
 * is at most once; whoever needs an answer asks again, which {@link #request} does by itself.
 */
public final class ServiceBus {
  private final Line line;
  private final Patience patience;
  private final InFlight serving;
  private final Requester requester;
  private final Witness witness;

  public ServiceBus(Vertx vertx, Limits limits, Patience patience) {
    this(vertx, limits, patience, Witness.NONE);
  }

  /** With somebody who sees what passes over it. */
  public ServiceBus(Vertx vertx, Limits limits, Patience patience, Witness witness) {
    this(vertx, limits, patience, new VertxTiming(vertx), witness);
  }

  /** On a line that is no event bus. */
  public ServiceBus(Line line, Timing timing, Patience patience) {
    this(line, timing, patience, serving(patience, timing, Witness.NONE), Witness.NONE);
  }

  private ServiceBus(
      Vertx vertx, Limits limits, Patience patience, Timing timing, Witness witness) {
    this(vertx, limits, patience, timing, serving(patience, timing, witness), witness);
  }

  private ServiceBus(
      Vertx vertx,
      Limits limits,
      Patience patience,
      Timing timing,
      InFlight serving,
      Witness witness) {
    this(new EventBusLine(vertx, limits, serving, witness), timing, patience, serving, witness);
  }

  private ServiceBus(
      Line line, Timing timing, Patience patience, InFlight serving, Witness witness) {
    this.line = line;
    this.patience = patience;
    this.serving = serving;
    this.requester = new Requester(line, timing, patience, witness);
    this.witness = witness;
  }

  private static InFlight serving(Patience patience, Timing timing, Witness witness) {
    return InFlight.whileInTime(patience.inFlight(), patience.perTry(), timing, witness);
  }

  /**
   * Serves an operation on the caller's context. Serve each operation once per process: the bus
   * shares requests out by registrations, not by capacity.
   *
   * @return completes when registered; other members may need a moment more to know
   */
  public <Q, R> Future<Void> serve(Operation<Q, R> operation, Function<Q, Future<R>> handler) {
    return line.serve(operation, handler);
  }

  /** Asks whoever serves the operation; tries again while that may help. Fails with a refusal. */
  public <Q, R> Future<R> request(Operation<Q, R> operation, Q query) {
    return requester.request(operation, query);
  }

  /** Tells all who listen on a public topic. */
  public void publish(String address, Event event) {
    line.publish(address, event);
  }

  /** Tells one signer. False if nobody listens at its inbox; a lost event counts as told. */
  public Future<Boolean> deliver(PublicKey signer, Event event) {
    return deliver(List.of(signer), event).map(List::isEmpty);
  }

  /** Tells several signers. The answer is those at whose inbox nobody listens. */
  public Future<List<PublicKey>> deliver(List<PublicKey> signers, Event event) {
    return line.deliver(signers, event, patience.perTry().toMillis());
  }

  /** Whoever sees what passes over it; to be told of what comes in another way, too. */
  public Witness witness() {
    return witness;
  }

  /** Whether everything that was asked here is answered. */
  public boolean isIdle() {
    return serving.isEmpty();
  }

  /** Stops serving everything that this bus serves. */
  public Future<Void> close() {
    return line.close();
  }
}
