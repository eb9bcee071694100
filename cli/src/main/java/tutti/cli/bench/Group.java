package tutti.cli.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import tutti.agent.Agent;
import tutti.agent.AgentEvent;
import tutti.agent.Policy;
import tutti.agent.vertx.VertxBus;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.protocol.event.BroadcastConfirmed;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.ServiceContext;
import tutti.runtime.config.Settings;

/** Signers that sign together, one session at a time. */
final class Group implements AutoCloseable {
  private final List<SecretKey> secrets;
  private List<Agent> agents = List.of();
  private volatile Countdown countdown = new Countdown(0);

  private Group(int size) {
    secrets = Stream.generate(SecretKey::generate).limit(size).toList();
  }

  static CompletableFuture<Group> start(int size, ServiceContext context) {
    Group group = new Group(size);
    Engine engine = Engines.select(context.settings().get(Settings.CRYPTO_ENGINE)).engine();
    VertxBus bus = new VertxBus(context.vertx());
    List<CompletableFuture<Agent>> starting =
        group.secrets.stream()
            .map(
                secret ->
                    Agent.builder(bus)
                        .key(secret)
                        .engine(engine)
                        .policy(Policy.approveAll())
                        .broadcaster(order -> CompletableFuture.completedFuture("bench"))
                        .limits(context.limits())
                        .listener(group::hear)
                        .start())
            .toList();
    return CompletableFuture.allOf(starting.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            started -> {
              group.agents = starting.stream().map(CompletableFuture::join).toList();
              return group;
            });
  }

  /**
   * One session. Completes when every signer knows that the result is out.
   *
   * @return nanoseconds from announcing to the announcer's verified signature
   */
  CompletableFuture<Long> sign() {
    Countdown told = new Countdown(agents.size());
    countdown = told;
    SigningRequest request = request();
    long start = System.nanoTime();
    return agents
        .get(0)
        .announce(request)
        .thenCompose(handle -> handle.signatures())
        .thenApply(signatures -> System.nanoTime() - start)
        .thenCombine(told.over(), (latency, done) -> latency);
  }

  private SigningRequest request() {
    byte[] message = new byte[32];
    ThreadLocalRandom.current().nextBytes(message);
    List<PublicKey> keys = secrets.stream().map(SecretKey::publicKey).toList();
    return SigningRequest.by(keys.get(0), keys)
        .items(List.of(SigningItem.of(Bytes.of(message))))
        .expiresAt(System.currentTimeMillis() + Duration.ofMinutes(30).toMillis())
        .build();
  }

  private void hear(AgentEvent event) {
    if (event instanceof AgentEvent.Happened happened
        && happened.data() instanceof BroadcastConfirmed) {
      countdown.count();
    }
  }

  @Override
  public void close() {
    agents.forEach(Agent::close);
    secrets.forEach(SecretKey::close);
  }
}
