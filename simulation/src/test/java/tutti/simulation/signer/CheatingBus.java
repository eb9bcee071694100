package tutti.simulation.signer;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tutti.agent.Bus;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.Envelope;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.SessionApi;
import tutti.session.domain.Contributions;
import tutti.simulation.world.World;

/** Says other things than the signer wanted to, under its own signature. */
final class CheatingBus implements Bus {
  private final World world;
  private final Bus bus;
  private final SecretKey key;
  private final Engine engine;
  private final Cheat cheat;
  private final Map<String, Envelope> others = new HashMap<>();

  CheatingBus(World world, Bus bus, SecretKey key, Engine engine, Cheat cheat) {
    this.world = world;
    this.bus = bus;
    this.key = key;
    this.engine = engine;
    this.cheat = cheat;
  }

  @Override
  public <Q, R> CompletionStage<R> request(Operation<Q, R> operation, Q query) {
    Contribution said = query instanceof Envelope envelope ? contribution(envelope) : null;
    if ((said != null && cheat.silencesAt(said)) || isAbort(query)) {
      return new CompletableFuture<>(); // nor does it say that it says nothing
    }
    if (said == null || !cheats(said)) {
      return bus.request(operation, query);
    }
    Q other = operation.request().cast(other((Envelope) query, said));
    if (cheat.replaces(said)) {
      return bus.request(operation, other);
    }
    boolean otherFirst = world.chance().in(0.5);
    CompletionStage<R> first = bus.request(operation, otherFirst ? other : query);
    CompletionStage<R> second = bus.request(operation, otherFirst ? query : other);
    return otherFirst ? second : first;
  }

  private boolean isAbort(Object query) {
    return cheat.isSilent()
        && query instanceof Envelope envelope
        && envelope.type().equals(SessionApi.ABORT.type());
  }

  private boolean cheats(Contribution said) {
    return cheat.replaces(said) || cheat.contradicts(said);
  }

  private static Contribution contribution(Envelope envelope) {
    try {
      return Contributions.parse(envelope);
    } catch (Refusal otherwise) {
      return null;
    }
  }

  /** Repeated as the same, as the signer's own words are. */
  private Envelope other(Envelope envelope, Contribution said) {
    return others.computeIfAbsent(
        envelope.type() + envelope.sequence() + said.sessionId().hex(),
        place -> written(envelope, Cheat.otherThan(said, engine, key)));
  }

  private Envelope written(Envelope envelope, Contribution other) {
    var body = Wire.tree(other);
    long sequence = envelope.sequence() + (cheat.contradicts(other) ? 1 : 0);
    var digest =
        Envelope.digest(envelope.type(), key.publicKey(), sequence, envelope.sentAt(), body);
    return new Envelope(
        envelope.type(),
        key.publicKey(),
        sequence,
        envelope.sentAt(),
        body,
        engine.signSchnorr(key, digest));
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
