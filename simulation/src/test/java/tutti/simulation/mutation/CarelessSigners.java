package tutti.simulation.mutation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tutti.agent.Bus;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.Operation;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.protocol.session.SessionPhase;
import tutti.protocol.session.SessionStatus;
import tutti.simulation.world.World;

/**
 * Signers that contribute again after a restart: they do not see that their place is filled, and do
 * not say that they may have been restarted.
 */
final class CarelessSigners extends Mutations {
  @Override
  public Bus bus(Bus bus, SecretKey key, Engine engine, World world) {
    return new Bus() {
      @Override
      public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
        Q said =
            query instanceof Envelope envelope && envelope.body().has("resumed")
                ? operation.request().cast(unresumed(envelope, key, engine))
                : query;
        return bus.request(operation, said)
            .thenApply(
                reply ->
                    reply instanceof SessionStatus status
                        ? operation.reply().cast(empty(status, world))
                        : reply);
      }

      @Override
      public CompletionStage<Subscription> openInbox(PublicKey signer, Consumer<Event> events) {
        return bus.openInbox(signer, events);
      }

      @Override
      public CompletionStage<Subscription> subscribe(String topic, Consumer<Event> events) {
        return bus.subscribe(topic, events);
      }
    };
  }

  private static Envelope unresumed(Envelope envelope, SecretKey key, Engine engine) {
    var body = envelope.body().deepCopy();
    body.remove("resumed");
    var digest =
        Envelope.digest(
            envelope.type(), envelope.signer(), envelope.sequence(), envelope.sentAt(), body);
    return new Envelope(
        envelope.type(),
        envelope.signer(),
        envelope.sequence(),
        envelope.sentAt(),
        body,
        engine.signSchnorr(key, digest));
  }

  /** As if nobody had contributed yet. */
  private static SessionStatus empty(SessionStatus status, World world) {
    if (status.phase().ended()) {
      return status;
    }
    List<Integer> all = IntStream.range(0, status.signers()).boxed().toList();
    return Wire.read(
        Wire.tree(status)
            .put("phase", first(world).name())
            .set("awaiting", Wire.tree(new All(all)).get("all")),
        SessionStatus.class);
  }

  private record All(List<Integer> all) {}

  private static SessionPhase first(World world) {
    return world.scenario().commitments()
        ? SessionPhase.NONCE_COMMITMENT
        : SessionPhase.NONCE_EXCHANGE;
  }
}
