package tutti.cli.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import tutti.agent.Agent;
import tutti.agent.AgentEvent;
import tutti.agent.Policy;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Engine;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.runtime.ServiceContext;

/** Signers that agree to everything, in key order. */
final class SignerCrew implements AutoCloseable {
  private static final String REFERENCE = "shown by tutti demo";

  private final List<SecretKey> keys;
  private final Engine engine;
  private final List<Agent> agents = new ArrayList<>();
  private final List<CompletableFuture<BroadcastConfirmed>> confirmed = new ArrayList<>();

  private SignerCrew(List<SecretKey> keys, Engine engine) {
    this.keys = keys;
    this.engine = engine;
  }

  static SignerCrew of(int size, Engine engine) {
    return new SignerCrew(
        Stream.generate(SecretKey::generate)
            .limit(size)
            .sorted(Comparator.comparing(SecretKey::publicKey))
            .toList(),
        engine);
  }

  Engine engine() {
    return engine;
  }

  List<PublicKey> publicKeys() {
    return keys.stream().map(SecretKey::publicKey).toList();
  }

  List<Agent> agents() {
    return agents;
  }

  CompletionStage<Void> start(ServiceContext context) {
    List<CompletableFuture<Agent>> starting = new ArrayList<>();
    for (SecretKey key : keys) {
      CompletableFuture<BroadcastConfirmed> known = new CompletableFuture<>();
      confirmed.add(known);
      starting.add(
          Agent.builder(new VertxBus(context.vertx()))
              .key(key)
              .engine(engine)
              .policy(Policy.approveAll())
              .broadcaster(order -> CompletableFuture.completedFuture(REFERENCE))
              .limits(context.limits())
              .listener(event -> hear(event, known))
              .start());
    }
    return all(starting, Function.identity())
        .thenAccept(done -> starting.forEach(one -> agents.add(one.join())));
  }

  /** Completes when every signer knows that the result is out. */
  CompletionStage<Void> broadcastConfirmed() {
    return all(confirmed, Function.identity());
  }

  static <T> CompletableFuture<Void> all(
      List<T> list, Function<T, ? extends CompletableFuture<?>> work) {
    return CompletableFuture.allOf(list.stream().map(work).toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public void close() {
    agents.forEach(Agent::close);
    keys.forEach(SecretKey::close);
  }

  private static void hear(AgentEvent event, CompletableFuture<BroadcastConfirmed> known) {
    if (event instanceof AgentEvent.Happened happened
        && happened.data() instanceof BroadcastConfirmed confirmed) {
      known.complete(confirmed);
    }
  }
}
